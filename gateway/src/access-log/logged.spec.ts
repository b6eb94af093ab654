import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { sha256 } from '@zhibu/kernel';
import { fileURLToPath } from 'node:url';
import { accessMigrations, accessSchema } from '../access/access-schema.ts';
import { foundingLink } from '../access/founding-link.ts';
import { accountsUnderTest } from '../testing/accounts.ts';
import { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { entriesOf } from './entries.lookup.ts';
import type { ChainedEntry } from './entry.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
let platform: PlatformUnderTest;
let ahead = 0;

beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({
    access: schema.service,
    now: () => Date.now() + ahead,
    projectedWithinMs: 1500,
  });
  await platform.record(new History().register('P', 'province').register('W', 'work-committee', 'P'));
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});
beforeEach(async () => {
  await logged();
  await schema.owner.query('TRUNCATE access_log');
});

/** What is logged, once nothing waits any more. */
async function logged(least = 0): Promise<readonly ChainedEntry[]> {
  for (let attempt = 0; ; attempt += 1) {
    const found: ChainedEntry[] = [];
    for await (const one of entriesOf(schema.owner)) found.push(one);
    if (attempt > 0 && (found.length >= least || attempt === 30)) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, attempt === 0 ? 1_200 : 100);
    });
  }
}

const query =
  'query Anything($id: ID!) { organization(id: $id, asOf: "2025-01-01") { id } root: organization(id: "W") { id } }';

describe('every door logs', () => {
  it('a query with its document, subjects, moments and rows, and whether it was answered from memory', async () => {
    await platform.ask(query, { id: 'P' });
    await platform.ask(query, { id: 'P' });
    await platform.ask('{ organization(id: "nobody") { id } }');
    await platform.ask('{ organization(id: "张三") { id } }');
    await platform.ask('{ organisation }');
    const [first, again, unknown, odd, invalid, ...more] = await logged(5);
    expect(first).toMatchObject({
      person: 'local-operator',
      session: null,
      operation: 'query organization',
      document: sha256(query),
      subjects: ['P', 'W'],
      asOf: '2025-01-01',
      rows: 0,
      outcome: 'ok',
    });
    expect(again).toMatchObject({ subjects: ['P', 'W'], document: sha256(query), outcome: 'kept' });
    expect(unknown).toMatchObject({ subjects: ['nobody'], outcome: 'ORGANIZATION_UNKNOWN' });
    expect(odd?.subjects).toEqual(['?']);
    expect(invalid).toMatchObject({ operation: 'graphql', outcome: 'GRAPHQL_VALIDATION_FAILED' });
    expect(more).toEqual([]);
  });

  it('commands by name, alone, in a batch and as mutations, with what they are about and how they are refused', async () => {
    await platform.post(
      '/commands/RegisterOrganization',
      { data: { organizationId: 'X' } },
      { 'zhibu-operator': 'p-7' },
    );
    await platform.post('/commands/张三', { data: {} });
    const commands = [
      { name: 'EndDuty', data: { dutyId: 'd-1' } },
      { name: 'AnyName', data: {} },
    ];
    await platform.post('/commands', { commands });
    const [single, unknown, batch] = await logged(3);
    expect(single).toMatchObject({ person: 'p-7', operation: 'command RegisterOrganization', subjects: ['X'] });
    expect(single?.outcome).toMatch(/^[A-Z_]+$/);
    expect(unknown).toMatchObject({ operation: 'command ?', outcome: 'COMMAND_UNKNOWN' });
    expect(batch).toMatchObject({ operation: 'commands EndDuty ?', subjects: ['d-1'], rows: 2 });
    expect(batch?.outcome).toMatch(/^[A-Z_]+$/);
  });

  it('of which service a log was read, from where on, and how many events were told', async () => {
    for (const path of ['organization?after=1&limit=1', 'assessment', 'nothing'])
      await fetch(`${platform.url}/log/${path}`).then((response) => response.text());
    expect(await logged(3)).toMatchObject([
      { operation: 'log organization after 1 limit 1', rows: 1, outcome: 'ok' },
      { operation: 'log assessment after 0 limit 2000', rows: 0, outcome: 'ok' },
      { operation: 'GET /log', rows: null, outcome: 'INPUT_INVALID' },
    ]);
  });

  it('audits, log-ins that fail and succeed, and whoever shows no session that holds', async () => {
    const accounts = accountsUnderTest(schema.service);
    const token = (await accounts.add({ login: 'zhang', personId: 'p-9', secondFactor: false })) ?? '';
    await accounts.setUp(token, 'Correct-horse-9');
    await fetch(`${platform.url}/audit?under=P`).then((response) => response.text());
    await platform.post('/log-in', { login: 'zhang', password: 'wrong' });
    const response = await fetch(`${platform.url}/log-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'zhang', password: 'Correct-horse-9' }),
    });
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    await platform.ask('{ me { personId } }', {}, { cookie });
    await platform.ask('{ me { personId } }', {}, { cookie: 'zhibu=nothing' });
    for (let attempt = 0; attempt < 5; attempt += 1) await platform.post('/log-in', { login: 'zhang', password: 'x' });
    await platform.post('/log-in', { login: 'zhang', password: 'Correct-horse-9' });
    const [audit, wrong, right, asked, refused, ...lock] = await logged(11);
    expect(lock.map(({ person, outcome }) => [person, outcome])).toEqual([
      ...Array.from({ length: 4 }, () => ['p-9', 'LOG_IN_REFUSED']),
      ['p-9', 'locked'],
      ['p-9', 'shut'],
    ]);
    expect(audit).toMatchObject({ operation: 'GET /audit', subjects: ['P'], outcome: 'ok' });
    expect(wrong).toMatchObject({ operation: 'POST /log-in', person: 'p-9', outcome: 'LOG_IN_REFUSED' });
    expect(right).toMatchObject({ operation: 'POST /log-in', person: 'p-9', outcome: 'ok' });
    expect(asked).toMatchObject({ person: 'p-9', session: right?.session, operation: 'query me', outcome: 'ok' });
    expect(refused).toMatchObject({ person: 'nobody', outcome: 'UNAUTHENTICATED' });
    expect(
      JSON.stringify(await logged(), (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/zhang|horse|wrong/);
  });

  it('whose password is set by a link, who logs out, and who the administrators are that are made', async () => {
    const accounts = accountsUnderTest(schema.service);
    const token = await accounts.add({ login: 'wang', personId: 'p-10', secondFactor: false });
    const headers = { 'content-type': 'application/json' };
    const post = (path: string, body: object, more: object = {}) =>
      fetch(`${platform.url}${path}`, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) });
    await post('/set-up', { token, password: 'Correct-horse-9' });
    const entered = await post('/log-in', { login: 'wang', password: 'Correct-horse-9' });
    const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
    for (let time = 0; time < 2; time += 1) await post('/log-out', {}, { cookie });
    const link = await foundingLink({ access: schema.service, readModel: platform.readModel, now: Date.now });
    const chosen = [1, 2, 3].map((at) => [
      [`login${at}`, `admin-${at}`],
      [`password${at}`, 'Correct-horse-9'],
    ]);
    await post('/set-up/administrators', { token: link, ...Object.fromEntries(chosen.flat()) });
    const [setUp, logIn, out, again, founded] = await logged(5);
    expect(setUp).toMatchObject({ operation: 'POST /set-up', person: 'p-10', outcome: 'ok' });
    expect(out).toMatchObject({ operation: 'POST /log-out', person: 'p-10', session: logIn?.session });
    expect(again).toMatchObject({ operation: 'POST /log-out', person: 'nobody', session: null });
    expect(founded).toMatchObject({ operation: 'POST /set-up/administrators', person: 'nobody', outcome: 'ok' });
    expect(founded?.subjects).toHaveLength(3);
  });

  it('every other door too, whatever it is called, and nothing of what stands in its address', async () => {
    await fetch(`${platform.url}/second-factor`).then((response) => response.text());
    await fetch(`${platform.url}/张三/13800138000`).then((response) => response.text());
    await fetch(`${platform.url}/explorer/explorer.css`).then((response) => response.text());
    const found = await logged(2);
    expect(found.map(({ operation }) => operation)).toEqual(['GET /second-factor', 'GET /?']);
    expect(found[1]).toMatchObject({ outcome: 'NOT_FOUND', subjects: [] });
  });

  it('nothing of health, which says when nothing can be logged; then nothing is answered, by any door', async () => {
    await schema.owner.query('REVOKE INSERT ON access_log FROM access_writer');
    await platform.ask('{ me { personId } }');
    await logged();
    ahead += 6_000;
    const refused = { code: 'ACCESS_LOG_UNAVAILABLE' };
    expect(await platform.ask('{ me { personId } }')).toMatchObject({ errors: [{ extensions: refused }] });
    expect(await platform.post('/commands/EndDuty', { data: {} })).toMatchObject({ status: 503, body: refused });
    const health = await fetch(`${platform.url}/health/ready`);
    expect(await health.text()).toMatch(/access-log/);
    expect(health.status).toBe(503);
    await schema.owner.query('GRANT INSERT ON access_log TO access_writer');
    await logged(1);
    expect(await platform.ask('{ me { personId } }')).not.toHaveProperty('errors');
    expect((await logged(2)).map(({ operation }) => operation)).toEqual(['query me', 'query me']);
  });
});
