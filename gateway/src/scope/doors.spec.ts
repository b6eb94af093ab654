import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentStream, dutyStream, findingCodes } from '@zhibu/contracts';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { accessMigrations, accessSchema } from '../access/access-schema.ts';
import { accountsUnderTest, type AccountsUnderTest } from '../testing/accounts.ts';
import { dig } from '../testing/asking.ts';
import { announceDraw } from '../testing/draws.ts';
import { scheduleInspection } from '../testing/inspections.ts';
import { Duties, problemOf } from '../testing/duties.ts';
import { History } from '../testing/history.ts';
import { platformUnderTest, type PlatformUnderTest } from '../testing/platform.ts';
import { proposeRevocation } from '../testing/revocations.ts';
import { rootFields } from './root-fields.ts';

const password = 'Correct-horse-9';
const basis = { documentNo: '组〔2023〕3号' };
const id = (digit: number): string => `00000000-0000-5000-8000-00000000000${digit}`;

let database: TemporaryDatabase;
let platform: PlatformUnderTest;
let told: History;
const cookies = new Map<string, string>();

beforeAll(async () => {
  database = await temporaryDatabase();
  const { service } = await database.schema(accessSchema, [fileURLToPath(accessMigrations)]);
  platform = await platformUnderTest({ access: service });
  told = history();
  await platform.record(told);
  const accounts = accountsUnderTest(service);
  for (const login of ['clerk', 'other', 'leaving', 'auditor', 'nobody'])
    cookies.set(login, await loggedIn(accounts, login));
});
afterAll(async () => {
  await platform.stop();
  await database.drop();
});

/** Branch M stood under the work committee W until June 2023, and stands under V since. */
function history(): History {
  const all = new History().register('P', 'province').edition();
  for (const [committee, unit, branch] of [
    ['W', 'U', 'B'],
    ['V', 'X', 'E'],
  ] as const)
    all.register(committee, 'work-committee', 'P').register(unit, 'unit', committee).register(branch, 'branch', unit);
  all
    .register('M', 'branch', 'U')
    .organization('M', 'OrganizationMoved', { parentId: 'X', effectiveOn: '2023-06-01' })
    .organization('M', 'OrganizationRenamed', { name: '后来的名称', effectiveOn: '2023-09-01' })
    .grade('M', '2022', { grade: 'general' })
    .grade('M', '2023', { grade: 'advanced' })
    .activity('M', '2023-10-10', 'party-day')
    .grade('E', '2022', { grade: 'lagging' });
  new Duties(all)
    .problem('E', '1.1')
    .remediation('E', 'RemediationOpened', {
      effectiveOn: '2023-01-10',
      grounds: [{ scheme: 'classification', roundId: 'V:classification:2022' }],
      owes: 'plan',
      dueOn: '2023-02-10',
      dueVersion: 1,
    });
  announceDraw(all, 'D1', 'V', ['P', 'V']);
  scheduleInspection(all, ['I1', 'E', 'V']);
  scheduleInspection(all, ['I2', 'M', 'W']);
  proposeRevocation(all, ['R1', 'E'], 'V');
  all.record(documentStream('N1'), 'DocumentIssued', {
    documentNo: 'N1',
    organizationId: 'V',
    name: 'grading-results',
    sha256: 'a'.repeat(64),
    asOf: '2022-12-31',
    knownAt: '2023-03-11T00:00:00.000Z',
    asked: [],
    effectiveOn: '2023-03-12',
  });
  held(all, 'clerk', { dutyId: id(1), duty: 'committee-clerk', organizationId: 'W' });
  held(all, 'other', { dutyId: id(2), duty: 'committee-clerk', organizationId: 'V' });
  held(all, 'auditor', { dutyId: id(4), duty: 'auditor', organizationId: 'W' });
  return held(all, 'leaving', { dutyId: id(3), duty: 'auditor', organizationId: 'W' });
}

const held = (all: History, login: string, duty: object): History =>
  all.record(dutyStream(`p-${login}`), 'DutyAssigned', {
    personId: `p-${login}`,
    from: '2023-01-01',
    basis,
    confirmerId: 'p-9',
    ...duty,
  });

async function loggedIn(accounts: AccountsUnderTest, login: string): Promise<string> {
  const token = await accounts.add({ login, personId: `p-${login}`, secondFactor: false });
  await accounts.setUp(token ?? '', password);
  return logIn(login);
}

async function logIn(login: string): Promise<string> {
  const response = await fetch(`${platform.url}/log-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const as = (login: string): Record<string, string> => ({ cookie: cookies.get(login) ?? '' });
const ask = (login: string, query: string): Promise<unknown> => platform.ask(query, {}, as(login));
const codeOf = (answer: unknown): unknown => dig(answer, 'errors', 0, 'extensions', 'code');

/** The bytes that a query is answered with. */
async function textOf(login: string, query: string): Promise<string> {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...as(login) },
    body: JSON.stringify({ query }),
  });
  return response.text();
}

const FOREIGN: Readonly<Record<string, string>> = {
  BRANCH_UNKNOWN: 'E',
  ORGANIZATION_UNKNOWN: 'X',
  COMMITTEE_UNKNOWN: 'V',
  PROBLEM_UNKNOWN: problemOf('E', '1.1'),
  DRAW_UNKNOWN: 'D1',
  INSPECTION_UNKNOWN: 'I1',
  REVOCATION_UNKNOWN: 'R1',
  DOCUMENT_UNKNOWN: 'N1',
  PROCESS_UNKNOWN: 'R1',
};
const REST: Readonly<Record<string, string>> = {
  organizationsWithFinding: `, code: "${findingCodes[0]}"`,
  rating: ', scheme: "classification", effectiveOn: "2023-03-01"',
  ratingHistory: ', scheme: "classification"',
  ratingSpans: ', scheme: "classification"',
  replay: ', scheme: "classification"',
  processReplay: ', process: "revocation"',
  remediation: ', year: "2022"',
  designation: ', programmeId: "P"',
  plan: ', year: "2023"',
  round: ', scheme: "classification", period: "2022"',
};

const withSubject = Object.entries(rootFields).flatMap(([field, declared]) =>
  'subject' in declared ? [[field, declared] as const] : [],
);

describe('a root field about what whoever asks may not see', () => {
  it.each(withSubject)(
    '%s is answered byte for byte as about what is not there',
    async (field, { subject, refusedAs }) => {
      const event = told.events.find(({ stream }) => stream.startsWith('grading-E'));
      const foreign = FOREIGN[refusedAs] ?? event?.id ?? '';
      const nothing = foreign.includes('-') ? id(9) : '-';
      const query = (named: string): string =>
        `{ ${field}(${subject}: "${named}"${REST[field] ?? ''}) { __typename } }`;
      const refused = await textOf('clerk', query(foreign));
      expect(refused.replaceAll(foreign, nothing)).toBe(await textOf('clerk', query(nothing)));
      expect(codeOf(JSON.parse(refused))).toBe(refusedAs);
      // It is there, for whoever may see it.
      expect(codeOf(await ask('other', query(foreign)))).not.toBe(refusedAs);
    },
  );
});

describe('a branch that has moved away', () => {
  const rating = (day: string): string =>
    `{ rating(branchId: "M", scheme: "classification", effectiveOn: "${day}") { grade } }`;

  it('is seen on days on which it stood there, and on none later', async () => {
    expect(await ask('clerk', rating('2023-03-01'))).toEqual({ data: { rating: { grade: 'general' } } });
    expect(codeOf(await ask('clerk', rating('2024-03-01')))).toBe('BRANCH_UNKNOWN');
    expect(await ask('other', rating('2023-03-01'))).toEqual({ data: { rating: { grade: 'general' } } });
    expect(await ask('other', rating('2024-03-01'))).toEqual({ data: { rating: { grade: 'advanced' } } });
  });

  it.each([
    ['ratingHistory(branchId: "M", scheme: "classification") { period }', 'ratingHistory', 1, 2],
    ['replay(branchId: "M", scheme: "classification") { steps { grade } }', 'replay', 1, 2],
    ['organization(id: "M", asOf: "2023-03-01") { names { name } }', 'organization', 1, 2],
    ['organization(id: "M", asOf: "2023-03-01") { parents { from } }', 'organization', 1, 2],
    ['branch(id: "M", asOf: "2023-03-01") { handedOver(kind: ACTIVITY) { code } }', 'branch', 0, 1],
  ])('tells of %s what stood then, and the whole to whom it has come', async (query, field, before, after) => {
    const rows = async (login: string): Promise<number> => {
      const found = dig(await ask(login, `{ ${query} }`), 'data', field);
      return Array.isArray(found) ? found.length : Object.values(Object(found)).flat().length;
    };
    expect([await rows('clerk'), await rows('other')]).toEqual([before, after]);
  });

  it('has inspections of a body that whoever asks later may not see, and that is not named to him', async () => {
    const body = (day: string): string => `{ inspection(id: "I2", asOf: "${day}") { status body { code } } }`;
    const inspected = (seen: object | null) => ({ data: { inspection: { status: 'scheduled', body: seen } } });
    expect(await ask('clerk', body('2023-05-20'))).toEqual(inspected({ code: 'W' }));
    expect(await ask('other', body('2024-03-01'))).toEqual(inspected(null));
  });

  it('is told what no period came to later, by whatever question', async () => {
    const later = '(scheme: "classification", period: "2023") { grade }';
    const of = (query: string) => ask('clerk', `{ ${query} }`);
    expect(await of(`branch(id: "M", asOf: "2023-03-01") { rating${later} }`)).toEqual({
      data: { branch: { rating: null } },
    });
    const filter = 'filter: { scheme: "classification", period: "2023" }';
    expect(codeOf(await of(`branches(under: "U", asOf: "2023-03-01", ${filter}) { totalCount }`))).toBe(
      'INPUT_INVALID',
    );
    expect(codeOf(await of('dashboard(under: "U", asOf: "2023-03-01", period: "2023") { branches }'))).toBe(
      'INPUT_INVALID',
    );
  });

  it('counts in the figures of its day, which are the same for whoever asks', async () => {
    const dashboard = (under: string): string => `{ dashboard(under: "${under}", asOf: "2023-03-01") { branches } }`;
    expect(await ask('clerk', dashboard('W'))).toEqual({ data: { dashboard: { branches: 2 } } });
    expect(await ask('other', dashboard('V'))).toEqual({ data: { dashboard: { branches: 1 } } });
    expect(codeOf(await ask('clerk', dashboard('V')))).toBe('ORGANIZATION_UNKNOWN');
  });
});

it('tells of what stands above him code, kind and name, and refuses the rest by a code of its own', async () => {
  const above = '{ organization(id: "B") { parent { parent { parent { code kind name } } } } }';
  expect(dig(await ask('clerk', above), 'data', 'organization', 'parent', 'parent', 'parent')).toEqual({
    code: 'P',
    kind: 'province',
    name: 'P组织',
  });
  expect(codeOf(await ask('clerk', '{ organization(id: "P") { name children { totalCount } } }'))).toBe(
    'ORGANIZATION_ONLY_NAMED',
  );
  expect(codeOf(await ask('clerk', '{ organization(id: "P") { openedOn } }'))).toBe('ORGANIZATION_ONLY_NAMED');
});

describe('the audit of what stands under an organization', () => {
  const audit = async (login: string, under: string): Promise<Response> =>
    fetch(`${platform.url}/audit?under=${under}`, { headers: as(login) });

  it('is made for who sees it, and of nothing else', async () => {
    const lines = (await (await audit('clerk', 'W')).text()).trim().split('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual({ branches: 1 });
    const [foreign, unknown] = [await audit('clerk', 'V'), await audit('clerk', '-')];
    expect([foreign.status, (await foreign.text()).replaceAll('"V"', '"-"')]).toEqual([404, await unknown.text()]);
  });
});

it('shows nothing to who has no duty, and nothing from memory to whose duty has ended', async () => {
  const query = '{ branches(under: "W") { totalCount } }';
  expect(codeOf(await ask('nobody', query))).toBe('ORGANIZATION_UNKNOWN');
  for (let time = 0; time < 2; time += 1)
    expect(await ask('leaving', query)).toEqual({ data: { branches: { totalCount: 1 } } });
  told.record(dutyStream('p-leaving'), 'DutyEnded', {
    personId: 'p-leaving',
    dutyId: id(3),
    effectiveOn: '2023-05-01',
    reason: '调离',
  });
  await platform.record(told);
  // His sessions end with it; what was kept for him is not told in another.
  cookies.set('leaving', await logIn('leaving'));
  expect(codeOf(await ask('leaving', query))).toBe('ORGANIZATION_UNKNOWN');
});

it('names a branch that the read model lost to the auditor under whom it stands by its source, and to no other', async () => {
  for (const [branch, unit] of [
    ['L', 'U'],
    ['N', 'X'],
  ] as const)
    told.register(branch, 'branch', unit).grade(branch, '2022', { grade: 'general' });
  await platform.record(told);
  for (const table of ['place', 'organization'])
    await platform.readModel.query(
      `DELETE FROM ${table} WHERE ${table === 'place' ? 'organization_id' : 'id'} IN ('L', 'N')`,
    );
  const lostTo = async (headers: Record<string, string>): Promise<readonly unknown[]> => {
    const answer = await fetch(`${platform.url}/audit?under=W&logs=whole`, { headers });
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    return lines.flatMap((line) => dig(line, 'branch') ?? []);
  };
  expect(await lostTo({})).toEqual(['L', 'N']);
  expect(await lostTo(as('auditor'))).toEqual(['L']);
  // Who is no auditor reads each branch by its own streams.
  expect(await lostTo(as('clerk'))).toEqual([]);
});
