import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { dutyStream } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { Metrics } from '@zhibu/service-kit';
import { accessMigrations, accessSchema } from '../../access/access-schema.ts';
import { accountsUnderTest, type AccountsUnderTest, wrappingUnderTest } from '../../testing/accounts.ts';
import { entriesOf } from '../../access-log/entries.lookup.ts';
import { Directory } from '../../people/directory.ts';
import { Keyring } from '../../people/keyring.ts';
import { peopleMigrations, peopleSchema } from '../../people/people-schema.ts';
import { dig } from '../../testing/asking.ts';
import { History } from '../../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../../testing/platform.ts';

const password = 'Correct-horse-9';
/** What must stand nowhere but in an answer to who may read it. */
const secrets = ['欧阳静怡', '13812345678', '司马长河', '13987654321', '慕容待业'] as const;
const [secretary, phone, member, other, changed] = secrets;
const basis = { documentNo: '组〔2023〕3号' };

let database: TemporaryDatabase;
let access: SchemaUnderTest;
let people: SchemaUnderTest;
let directory: Directory;
let platform: PlatformUnderTest;
const metrics = new Metrics();
const cookies = new Map<string, string>();
const written: string[] = [];
/** Written so that silence is not taken for discretion. */
const HEARD = 'what is written is heard';
const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write.bind(stream) }));

beforeAll(async () => {
  for (const { stream, write } of streams)
    stream.write = (text: string | Uint8Array) => {
      written.push(String(text));
      return write(text);
    };
  database = await temporaryDatabase();
  access = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  people = await database.schema(peopleSchema, [fileURLToPath(peopleMigrations)]);
  directory = new Directory({ pool: people.service, keyring: new Keyring(wrappingUnderTest) });
  process.stdout.write(`${HEARD}\n`);
  const note = (...said: readonly unknown[]): unknown => written.push(JSON.stringify(said));
  const logger = { log: note, warn: note, error: note, debug: note, verbose: note, fatal: note };
  const settings = { access: access.service, people: directory, metrics, logger, projectedWithinMs: 1500 };
  platform = await platformUnderTest(settings);
  await platform.record(history());
  const accounts = accountsUnderTest(access.service);
  for (const login of ['clerk', 'auditor', 'foreign', 'nobody']) cookies.set(login, await loggedIn(accounts, login));
});
afterAll(async () => {
  for (const { stream, write } of streams) stream.write = write;
  await platform.stop();
  await database.drop();
});

function history(): History {
  const told = new History()
    .register('P', 'province')
    .register('W', 'work-committee', 'P')
    .register('U', 'unit', 'W')
    .register('B', 'branch', 'U')
    .organization('B', 'CommitteeSet', {
      effectiveOn: '2023-01-01',
      posts: [{ post: 'secretary', personId: 'p-a1' }, { post: 'publicity' }, { post: 'member', personId: 'p-b2' }],
    })
    .register('V', 'work-committee', 'P');
  for (const [index, [login, duty, organizationId]] of [
    ['clerk', 'committee-clerk', 'W'],
    ['auditor', 'auditor', 'W'],
    ['foreign', 'committee-clerk', 'V'],
    ['a1', 'branch-secretary', 'B'],
  ].entries())
    told.record(dutyStream(`p-${login}`), 'DutyAssigned', {
      personId: `p-${login}`,
      dutyId: `00000000-0000-5000-8000-00000000000${index}`,
      duty,
      organizationId,
      from: '2023-01-01',
      basis,
      confirmerId: 'p-9',
    });
  return told;
}

async function loggedIn(accounts: AccountsUnderTest, login: string): Promise<string> {
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor: false });
  await accounts.setUp(token ?? '', password);
  const response = await fetch(`${platform.url}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const ask = (query: string, login?: string): Promise<unknown> => {
  const cookie = cookies.get(login ?? '');
  return platform.ask(query, {}, cookie ? { cookie } : {});
};
const seats = '{ organization(id: "B") { secretaryPerson { id name phone } committee { personId person { name } } } }';

const listed = {
  persons: [
    { personId: 'p-a1', name: secretary, phone, posts: '书记' },
    { personId: 'p-b2', name: member, phone: other },
  ],
};

describe('who a reference is', () => {
  it('is put into the directory by the operator, and by nobody else', async () => {
    expect(await platform.post('/people', listed)).toMatchObject({ status: 200, body: { changed: 2, forgotten: [] } });
    expect(await platform.post('/people', listed)).toMatchObject({ body: { changed: 0 } });
    const cookie = cookies.get('clerk') ?? '';
    expect(await platform.post('/people', listed, { cookie })).toMatchObject({
      status: 403,
      body: { code: 'DUTY_MISSING' },
    });
    const wrong = { persons: [{ personId: 'p-x', name: secretary, phone: `${phone}一` }] };
    expect(await platform.post('/people', wrong)).toMatchObject({
      status: 400,
      body: { code: 'INPUT_INVALID', errors: [{ field: 'persons.0.phone' }] },
    });
  });

  it('is told to the operator and to who has a duty over the organization, the phone masked', async () => {
    const told = {
      secretaryPerson: { id: 'p-a1', name: secretary, phone: '138****5678' },
      committee: [
        { personId: 'p-a1', person: { name: secretary } },
        { personId: null, person: null },
        { personId: 'p-b2', person: { name: member } },
      ],
    };
    for (const login of [undefined, 'clerk'])
      expect(await ask(seats, login)).toMatchObject({ data: { organization: told } });
    expect(await ask('{ person(id: "p-a1") { name posts isForgotten } }', 'clerk')).toMatchObject({
      data: { person: { name: secretary, posts: '书记', isForgotten: false } },
    });
  });

  it('is told to nobody else, by whichever field, and nothing tells the unknown from the hidden', async () => {
    expect(await ask(seats, 'auditor')).toMatchObject({
      data: { organization: { secretaryPerson: { id: 'p-a1', name: null, phone: null } } },
    });
    for (const login of ['auditor', 'foreign', 'nobody'])
      expect(
        await ask('{ person(id: "p-a1") { name } people(ids: ["p-a1", "p-b2", "p-none"]) { id } }', login),
      ).toEqual({ data: { person: null, people: [] } });
    expect(await ask('{ person(id: "p-none") { name } }')).toEqual({ data: { person: null } });
    const ids = JSON.stringify(Array.from({ length: 101 }, (_one, index) => `p-${index}`));
    expect(dig(await ask(`{ people(ids: ${ids}) { id } }`), 'errors', 0, 'extensions', 'code')).toBe('QUERY_TOO_LARGE');
  });

  it('is answered anew when the directory has changed, and is what it is called once it is forgotten', async () => {
    const named = async (): Promise<unknown> =>
      dig(await ask(seats), 'data', 'organization', 'secretaryPerson', 'name');
    await platform.post('/people', { persons: [{ personId: 'p-a1', name: changed }] });
    expect(await named()).toBe(changed);
    await directory.forget('p-a1');
    expect(await named()).toBe('已注销人员');
    expect(await ask('{ person(id: "p-a1") { name phone isForgotten } }')).toEqual({
      data: { person: { name: '已注销人员', phone: null, isForgotten: true } },
    });
    expect(await platform.post('/people', listed)).toMatchObject({ body: { changed: 0, forgotten: ['p-a1'] } });
  });

  it('is logged by reference whenever it is read, and stands nowhere else than in the answer', async () => {
    await ask(`{ organization(id: "${secretary}") { id } }`);
    await platform.post('/commands/RegisterOrganization', { data: { organizationId: 'X1', name: 1 } });
    const entries = await loggedUntil(/command RegisterOrganization/);
    expect(entries.filter((entry) => /query organization".*"p-a1"/.test(entry)).length).toBeGreaterThan(1);
    expect(entries.some((entry) => /people put.*"p-b2"/.test(entry))).toBe(true);
    expect(
      entries.some((entry) => /"person":"p-clerk".*"duty":"committee-clerk".*query organization/.test(entry)),
    ).toBe(true);
    const places = {
      entries: entries.join('\n'),
      people: await everyRow(database.adminUrl),
      events: await everyRow(beside(database.adminUrl, platform.urlFor('any'))),
      output: written.join('\n'),
      metrics: await metrics.registry.metrics(),
    };
    expect(places).toMatchObject({
      people: expect.stringContaining('p-b2'),
      events: expect.stringContaining('CommitteeSet'),
      output: expect.stringContaining(HEARD),
      metrics: expect.stringContaining('zhibu_graphql_seconds'),
    });
    for (const [place, text] of Object.entries(places))
      for (const secret of secrets)
        for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex')])
          expect([place, text.includes(form)]).toEqual([place, false]);
  });
});

/** What is logged, once something is. */
async function loggedUntil(seen: RegExp): Promise<readonly string[]> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const entries: string[] = [];
    for await (const { number, ...entry } of entriesOf(access.owner))
      entries.push(JSON.stringify({ ...entry, number: String(number) }));
    if (entries.some((entry) => seen.test(entry))) return entries;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error(`${seen} is not logged`);
}

/** The database of another address, as the one who owns the server. */
function beside(adminUrl: string, other: string): string {
  const url = new URL(adminUrl);
  url.pathname = new URL(other).pathname;
  return url.href;
}

/** Every row of every table of a database, as text. */
async function everyRow(adminUrl: string): Promise<string> {
  const client = connect(adminUrl, { schema: 'public', max: 1 });
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of rows) texts.push(JSON.stringify((await client.query(`SELECT t::text FROM ${name} t`)).rows));
  await client.end();
  return texts.join('\n');
}
