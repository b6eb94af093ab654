import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@zhibu/service-kit';
import { city } from '../testing/city.ts';
import type { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';

const metrics = new Metrics();
const DAY_MS = 86_400_000;
let later = 0;
let history: History;
let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await platformUnderTest({ metrics, now: () => Date.now() + later });
  history = city(12);
  await platform.record(history);
});
afterAll(async () => {
  await platform.stop();
  metrics.close();
});

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** Nothing is added to the headers, and nothing decoded. */
function got(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(`${platform.url}${path}`, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject).end(body);
  });
}

const asked = (query: string, headers: Record<string, string> = {}, variables: object = {}): Promise<Got> =>
  got('POST', '/graphql', { 'content-type': 'application/json', ...headers }, JSON.stringify({ query, variables }));

const DASHBOARD = `{ dashboard(under: "C") { branches ungraded(scheme: "classification") grades(scheme: "classification") { grade label count }
  byChild(scheme: "classification") { organization { name kindLabel } branches grades { grade count } } problems { open } } }`;
const LIST =
  '{ branches(under: "P", first: 50) { edges { node { organization { id name kindLabel findings { says } } } } } }';

/** What the read model is asked for while the work lasts. */
async function statements(work: () => Promise<Got>): Promise<{ readonly sent: number; readonly answer: Got }> {
  const answers: Got[] = [];
  const sent = await platform.statementsOf(async () => {
    answers.push(await work());
  });
  const [answer] = answers;
  if (!answer) throw new Error('no answer');
  return { sent: sent.length, answer };
}

describe('an answer from memory', () => {
  it('is what was answered before, without asking the read model, and is counted as kept', async () => {
    const first = await statements(() => asked(DASHBOARD));
    const again = await statements(() => asked(DASHBOARD));
    expect(first.sent).toBeGreaterThan(0);
    expect(again.sent).toBe(0);
    expect(again.answer.body).toEqual(first.answer.body);
    expect(again.answer.headers['content-type']).toBe(first.answer.headers['content-type']);
    expect(await metrics.text()).toMatch(/zhibu_graphql_operations_total\{[^}]*outcome="kept"[^}]*\} 1/);
  });

  it('outlasts an event that it does not rest on, and ends with one that it does', async () => {
    await asked(DASHBOARD);
    await platform.record(history.activity('B0000', '2022-05-05', 'party-day'));
    expect((await statements(() => asked(DASHBOARD))).sent).toBe(0);
    await platform.record(history.grade('B0000', '2022', { grade: 'lagging', type: 'GradeRevised' }));
    const anew = await statements(() => asked(DASHBOARD));
    expect(anew.sent).toBeGreaterThan(0);
    expect((await statements(() => asked(DASHBOARD))).answer.body).toEqual(anew.answer.body);
  });

  it('is of one language, one viewer and one set of variables', async () => {
    await asked(LIST);
    expect((await statements(() => asked(LIST, { 'accept-language': 'en' }))).sent).toBeGreaterThan(0);
    expect((await statements(() => asked(LIST, { 'zhibu-operator': 'P-9' }))).sent).toBeGreaterThan(0);
    expect((await statements(() => asked(LIST, {}, { x: 1 }))).sent).toBeGreaterThan(0);
    expect((await statements(() => asked(LIST))).sent).toBe(0);
  });

  it('ends with its day, unless it names one', async () => {
    const named = '{ organization(id: "C", asOf: "2022-12-31") { name } }';
    await asked(LIST);
    await asked(named);
    later = DAY_MS;
    expect((await statements(() => asked(LIST))).sent).toBeGreaterThan(0);
    expect((await statements(() => asked(named))).sent).toBe(0);
    later = 0;
  });

  it.each([
    ['an error', '{ dashboard(under: "nowhere") { branches } }'],
    ['a replay', '{ replay(branchId: "B0000", scheme: "classification") { agreesWithReadModel } }'],
  ])('is never %s', async (_name, query) => {
    await asked(query);
    expect((await statements(() => asked(query))).sent).toBeGreaterThan(0);
  });

  it('is not wanted by who says no-store', async () => {
    await asked(LIST);
    expect((await statements(() => asked(LIST, { 'cache-control': 'no-store' }))).sent).toBeGreaterThan(0);
  });
});

describe('over HTTP', () => {
  const get = (query: string, headers: Record<string, string> = {}): Promise<Got> =>
    got('GET', `/graphql?query=${encodeURIComponent(query)}`, { 'apollo-require-preflight': '1', ...headers });

  it.each([
    ['POST', asked],
    ['GET', get],
  ] as const)('by %s an answer has a strong ETag, and who has it is told so', async (_method, ask) => {
    const { headers, status, body } = await ask(LIST);
    expect([status, headers['cache-control']]).toEqual([200, 'private, no-cache']);
    expect(headers['etag']).toMatch(/^"[\w-]{27}"$/);
    expect(String(headers['vary']).split(', ')).toEqual(
      expect.arrayContaining(['Accept-Language', 'Accept-Encoding', 'Cookie', 'Zhibu-Operator']),
    );
    const has = await ask(LIST, { 'if-none-match': `"other", ${headers['etag']}` });
    expect([has.status, has.body.length, has.headers['etag']]).toEqual([304, 0, headers['etag']]);
    expect((await ask(LIST, { 'if-none-match': '"other"' })).body).toEqual(body);
  });

  it('refuses what a form of another site could send, kept or not', async () => {
    await get(LIST);
    const forged = await got('GET', `/graphql?query=${encodeURIComponent(LIST)}`);
    expect(forged.status).toBe(400);
  });

  it('an answer is for ever only where both moments are given and no person is shown', async () => {
    const ofBoth = (fields: string) =>
      `query ($known: DateTime) { organization(id: "B0001", asOf: "2022-12-31", knownAt: $known) { ${fields} } }`;
    const variables = { known: '2023-06-01T00:00:00Z' };
    const control = async (query: string): Promise<unknown> =>
      (await asked(query, {}, variables)).headers['cache-control'];
    expect(await control(ofBoth('name parent { name }'))).toBe('private, max-age=31536000, immutable');
    expect(await control(ofBoth('name secretary'))).toBe('private, no-cache');
    expect(await control('{ organization(id: "B0001", asOf: "2022-12-31") { name } }')).toBe('private, no-cache');
  });

  it.each([
    ['gzip', 'gzip, deflate', gunzipSync],
    ['br', 'gzip;q=0.5, br', brotliDecompressSync],
  ] as const)(
    'a large answer goes out as %s, with an ETag of its own, and errors too',
    async (name, accepted, decoded) => {
      const plain = await asked(LIST);
      for (const _time of ['anew', 'kept']) {
        const small = await asked(LIST, { 'accept-encoding': accepted });
        expect([small.status, small.headers['content-encoding']]).toEqual([200, name]);
        expect(small.headers['etag']).not.toBe(plain.headers['etag']);
        expect(small.body.length).toBeLessThan(plain.body.length / 2);
        expect(decoded(small.body)).toEqual(plain.body);
      }
      const fault = `{ ${Array.from({ length: 60 }, (_, n) => `a${n}: organization(id: "C", asOf: "${n}") { id }`).join(' ')} }`;
      const refused = await asked(fault, { 'accept-encoding': accepted });
      expect([refused.status, refused.headers['content-encoding']]).toEqual([400, name]);
      expect(JSON.parse(decoded(refused.body).toString())).toHaveProperty('errors');
    },
  );

  it('a small answer is left alone', async () => {
    const answer = await asked('{ organization(id: "C") { name } }', { 'accept-encoding': 'gzip, br' });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  it("the explorer's files are compressed and held to their ETag", async () => {
    const plain = await got('GET', '/explorer/explorer.css');
    const small = await got('GET', '/explorer/explorer.css', { 'accept-encoding': 'gzip, deflate, br' });
    expect(small.body.length).toBeLessThan(plain.body.length / 2);
    const again = { 'accept-encoding': 'gzip, deflate, br', 'if-none-match': String(small.headers['etag']) };
    expect((await got('GET', '/explorer/explorer.css', again)).status).toBe(304);
  });
});
