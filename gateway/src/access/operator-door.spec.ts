import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { dig } from '../testing/asking.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { isLoopback } from './loopback.ts';
import { operatorAccess } from './public-settings.ts';

const token = 'k'.repeat(43);
const right = `Bearer ${token}`;
const query = JSON.stringify({ query: '{ __typename }' });

interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly text: string;
}

/** As raw headers: one name may stand twice. */
function ask(url: string, headers: readonly string[] = [], path = '/graphql'): Promise<Answer> {
  const { port } = new URL(url);
  const isQuery = path === '/graphql' && !headers.includes('text/html');
  const sent = [...headers, 'host', `127.0.0.1:${port}`, ...(isQuery ? ['content-type', 'application/json'] : [])];
  return new Promise((resolve, reject) => {
    const asking = request({ port, path, host: '127.0.0.1', method: isQuery ? 'POST' : 'GET', headers: sent });
    asking.on('error', reject).on('response', (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => {
        text += piece.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, code: codeOf(text), text }));
    });
    asking.end(isQuery ? query : undefined);
  });
}

function codeOf(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  const answer: unknown = JSON.parse(text);
  return dig(answer, 'code') ?? dig(answer, 'errors', 0, 'extensions', 'code');
}

const refused = (code: string) => ({ status: 401, code });
const answered = { status: 200, code: undefined };

describe('where everybody can reach the gateway', () => {
  let platform: PlatformUnderTest;
  beforeAll(async () => {
    platform = await platformUnderTest({ operator: { token }, host: '0.0.0.0' });
  });
  afterAll(() => platform.stop());

  it('nobody without a session is the operator, from whatever address, at any door', async () => {
    expect(await ask(platform.url)).toMatchObject(refused('UNAUTHENTICATED'));
    expect(await ask(platform.url, [], '/audit?under=P&scheme=classification')).toMatchObject(
      refused('UNAUTHENTICATED'),
    );
    const command = await platform.post('/commands/RegisterOrganization', { data: {} }, { 'zhibu-operator': 'P-1' });
    expect(command).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
  });

  it('he is known by his token', async () => {
    expect(await ask(platform.url, ['authorization', right])).toMatchObject(answered);
    expect(await ask(platform.url, ['authorization', `bearer  ${token} `])).toMatchObject(answered);
  });

  it('a page is answered by the one on which people log in, and what it is made of', async () => {
    const page = await ask(platform.url, ['accept', 'text/html']);
    expect([page.status, page.text]).toEqual([401, expect.stringContaining('action="/log-in"')]);
    expect((await ask(platform.url, [], '/health/live')).status).toBe(200);
  });
});

describe('where this machine alone can reach the gateway', () => {
  let platform: PlatformUnderTest;
  beforeAll(async () => {
    platform = await platformUnderTest({ operator: { token } });
  });
  afterAll(() => platform.stop());

  it('whoever asks is the operator, with his token or without', async () => {
    expect(await ask(platform.url)).toMatchObject(answered);
    expect(await ask(platform.url, ['authorization', right])).toMatchObject(answered);
  });

  it.each([
    ['x-forwarded-for', '192.0.2.7'],
    ['x-forwarded-for', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
  ])('what a proxy has passed on is nobody’s: %s: %s', async (name, value) => {
    expect(await ask(platform.url, [name, value])).toMatchObject(refused('UNAUTHENTICATED'));
    expect(await ask(platform.url, [name, value, 'authorization', right])).toMatchObject(answered);
  });

  it.each<readonly [string, readonly string[]]>([
    ['a wrong one', ['authorization', `Bearer ${'x'.repeat(43)}`]],
    ['a part of it', ['authorization', `Bearer ${token.slice(1)}`]],
    ['one and more', ['authorization', `${right}k`]],
    ['none behind its scheme', ['authorization', 'Bearer']],
    ['nothing', ['authorization', '']],
    ['another scheme', ['authorization', `Basic ${token}`]],
    ['an overlong one', ['authorization', `Bearer ${'x'.repeat(8_000)}`]],
    ['the right one twice', ['authorization', right, 'Authorization', right]],
    ['a right one before a wrong one', ['authorization', right, 'authorization', 'Bearer x']],
    ['the right one beside a session', ['authorization', right, 'cookie', `zhibu=${'x'.repeat(43)}`]],
  ])('%s is refused, and never falls back', async (_what, headers) => {
    expect(await ask(platform.url, headers)).toMatchObject(refused('OPERATOR_TOKEN_REFUSED'));
    expect(await ask(platform.url, headers, '/audit?under=P&scheme=classification')).toMatchObject(
      refused('OPERATOR_TOKEN_REFUSED'),
    );
  });
});

it('may be asked for his token by this machine, too, and has none where none is set', async () => {
  const strict = await platformUnderTest({ operator: { withoutToken: 'never' } });
  try {
    expect(await ask(strict.url)).toMatchObject(refused('UNAUTHENTICATED'));
    expect(await ask(strict.url, ['authorization', 'Bearer undefined'])).toMatchObject(
      refused('OPERATOR_TOKEN_REFUSED'),
    );
  } finally {
    await strict.stop();
  }
});

it.each([
  [null, null, 'loopback'],
  ['http://localhost:4000', null, 'loopback'],
  ['http://[::1]:4000', null, 'loopback'],
  ['https://zhibu.example.cn', null, 'never'],
  ['https://zhibu.example.cn', 'loopback', 'loopback'],
  [null, 'never', 'never'],
] as const)(
  'reached by %s and told %s, a program of this machine needs no token: %s',
  (publicUrl, told, withoutToken) => {
    expect(operatorAccess({ PUBLIC_URL: publicUrl, OPERATOR_WITHOUT_TOKEN: told }, token)).toEqual({
      token,
      withoutToken,
    });
  },
);

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.7', false],
  ['::ffff:10.0.0.7', false],
  ['127.0.0.1.evil', false],
  ['localhost', false],
  ['', false],
  [undefined, false],
])('%s is of this machine alone: %s', (address, is) => expect(isLoopback(address)).toBe(is));
