import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/duties.ts';
import { assign, loggedIn, register, sendBy, type Session } from '../support/people.ts';
import { PlatformUnderTest, run } from '../support/platform.ts';

let platform: PlatformUnderTest;
const sessions = new Map<string, Session>();

beforeAll(async () => {
  platform = await PlatformUnderTest.start({ environment: { EVIDENCE_LIMIT_MB: '1' } });
  await register(platform, [
    ['P', 'province', undefined],
    ['C', 'city', 'P'],
    ['W', 'work-committee', 'C'],
    ['U', 'unit', 'W'],
    ['B', 'branch', 'U'],
    ['D', 'branch', 'U'],
    ['V', 'work-committee', 'C'],
  ]);
  for (const [login, duty, organizationId] of [
    ['secretary', 'branch-secretary', 'B'],
    ['neighbour', 'branch-secretary', 'D'],
    ['clerk', 'committee-clerk', 'W'],
    ['other', 'committee-clerk', 'V'],
  ] as const) {
    await assign(platform, `P-${login}`, { duty, organizationId });
    sessions.set(login, await loggedIn(platform, login, `P-${login}`));
  }
}, 300_000);
afterAll(() => platform.discard());

const by = (login: string): Session => sessions.get(login) ?? {};
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const record = Buffer.from(`%PDF-1.7\n${'党员大会记录'.repeat(20_000)}`);

async function put(login: string, bytes: Buffer, asked: { query?: string; sha256?: string; headers?: Session } = {}) {
  const { query = 'organization=B', sha256 = hashOf(bytes), headers = {} } = asked;
  const response = await fetch(`${platform.url}/evidence/${sha256}?${query}`, {
    method: 'PUT',
    body: bytes,
    headers: { ...by(login), ...headers },
  });
  const body = (await response.json()) as { readonly code?: string; readonly name?: string };
  return { status: response.status, body };
}

async function get(login: string, sha256 = hashOf(record)) {
  const response = await fetch(`${platform.url}/evidence/${sha256}`, { headers: by(login) });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

it('a secretary hands a file in for his branch, once', async () => {
  const query = `organization=B&name=${encodeURIComponent("记录'(一).pdf")}&takenOn=2023-01-05`;
  // The services learn of a duty by their feeds.
  await eventually(
    async () => expect(await put('secretary', record, { query })).toMatchObject({ status: 201 }),
    30_000,
  );
  expect(await put('secretary', record, { query })).toMatchObject({ status: 200, body: { organizationId: 'B' } });
});

it('it is read by who sees the branch, as a file that no browser runs', async () => {
  for (const login of ['secretary', 'clerk']) {
    const { status, headers, bytes } = await get(login);
    expect([status, bytes.equals(record)]).toEqual([200, true]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': "attachment; filename*=UTF-8''%E8%AE%B0%E5%BD%95%27%28%E4%B8%80%29.pdf",
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  }
});

it('to everybody else it is answered as what is not there, byte for byte', async () => {
  for (const login of ['neighbour', 'other']) {
    const [foreign, nothing] = [await get(login), await get(login, 'a'.repeat(64))];
    expect([foreign.status, foreign.bytes.toString()]).toEqual([404, nothing.bytes.toString()]);
    expect(JSON.parse(foreign.bytes.toString())).toMatchObject({ code: 'EVIDENCE_UNKNOWN' });
  }
});

it.each<[string, string, Buffer, Parameters<typeof put>[2] & object, number, string]>([
  ['for another branch', 'secretary', record, { query: 'organization=D' }, 404, 'ORGANIZATION_UNKNOWN'],
  ['for an unknown organization', 'secretary', record, { query: 'organization=Q' }, 404, 'ORGANIZATION_UNKNOWN'],
  ['for a unit above', 'secretary', record, { query: 'organization=U' }, 403, 'DUTY_MISSING'],
  ['of another hash', 'secretary', record, { sha256: 'b'.repeat(64) }, 400, 'EVIDENCE_OTHER_HASH'],
  [
    'that is a ZIP named a photograph',
    'secretary',
    Buffer.from('PK\u0003\u0004zip'),
    { query: 'organization=B&name=a.jpg' },
    415,
    'EVIDENCE_TYPE_UNKNOWN',
  ],
  ['that is too large', 'secretary', Buffer.concat([record, Buffer.alloc(2 << 20)]), {}, 413, 'EVIDENCE_TOO_LARGE'],
  [
    'from a page of another site',
    'secretary',
    record,
    { headers: { origin: 'https://example.com' } },
    421,
    'ORIGIN_UNKNOWN',
  ],
  ['from nobody', 'nobody', record, { headers: { cookie: 'zhibu=x' } }, 401, 'UNAUTHENTICATED'],
])('refuses a file %s', async (...[, login, bytes, asked, status, code]) =>
  expect(await put(login, bytes, asked)).toMatchObject({ status, body: { code } }),
);

it('takes no file from who says that it is longer than it is', async () => {
  const bytes = Buffer.from('%PDF-1.7 short');
  const path = `${platform.url}/evidence/${hashOf(bytes)}?organization=B`;
  const headers = { ...by('secretary'), 'content-length': String(bytes.length + 1) };
  const sent = request(path, { method: 'PUT', headers });
  const failed = new Promise((resolve) => void sent.on('error', resolve));
  sent.write(bytes);
  setTimeout(() => sent.destroy(), 300);
  await failed;
  expect((await get('secretary', hashOf(bytes))).status).toBe(404);
});

it('is removed with a reason, for those who have it, and handed in anew', async () => {
  const data = { sha256: hashOf(record), organizationId: 'B', reason: '误传' };
  expect(await sendBy(platform, by('neighbour'), ['RemoveEvidence', data])).toBe('ORGANIZATION_UNKNOWN');
  expect(await sendBy(platform, by('secretary'), ['RemoveEvidence', data])).toBe('done');
  const { status, bytes } = await get('clerk');
  expect([status, Object(JSON.parse(bytes.toString())).code]).toEqual([404, 'EVIDENCE_REMOVED']);
  expect((await get('other')).bytes.toString()).toContain('EVIDENCE_UNKNOWN');
  expect(await put('secretary', record)).toMatchObject({ status: 201 });
});

it('who handed in and who read stands in the log of accesses', async () => {
  const found = await run('access-log', ['find', '--person', 'P-secretary', '--data', platform.data]);
  expect(found.stdout).toContain(`evidence put ${hashOf(record)}`);
  expect(found.stdout).toContain(`evidence get ${hashOf(record)}`);
});
