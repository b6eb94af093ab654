import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, problemsUnder, type ShownProblem } from '../support/duties.ts';
import { importedEdges } from '../support/imported-city.ts';
import { assign, basis, loggedIn, operator, register, type Session, today } from '../support/people.ts';
import { type PlatformUnderTest, run } from '../support/platform.ts';

const CITY = '990200';
const COMMITTEE = '990200-SZGW';
const YESTERDAY = new Date(Date.now() + 8 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);

let platform: PlatformUnderTest;
const sessions = new Map<string, Session>();
/** Problems of two branches: of the secretary's own, and of another. */
let [own, others]: (ShownProblem | undefined)[] = [];

beforeAll(async () => {
  platform = await importedEdges('closed');
  [own, others] = await eventually(async () => {
    const named = await problemsUnder(platform, CITY, { source: 'grading' });
    const first = named[0];
    const second = named.find((one) => codeOfBranch(one) !== codeOfBranch(first));
    if (!first || !second) throw new Error('no problems yet');
    return [first, second];
  });
  await register(platform, [
    ['990200-V', 'work-committee', CITY],
    ['990200-V-X', 'unit', '990200-V'],
  ]);
  for (const [login, duty, organizationId] of [
    ['secretary', 'branch-secretary', codeOfBranch(own)],
    ['clerk', 'committee-clerk', COMMITTEE],
    ['other', 'committee-clerk', '990200-V'],
  ] as const) {
    await assign(platform, `P-${login}`, { duty, organizationId });
    sessions.set(login, await loggedIn(platform, login, `P-${login}`));
  }
}, 300_000);
afterAll(() => platform.discard());

const codeOfBranch = (problem: ShownProblem | undefined): string => problem?.branch.organization.code ?? '';

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[];
}

const ask = (login: string, query: string): Promise<Answer> =>
  platform.graphql<Readonly<Record<string, unknown>>>(query, {}, sessions.get(login));
const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions?.['code'];
const problem = (of: ShownProblem | undefined): string =>
  `{ problem(id: "${of?.id}") { branch { organization { code } } } }`;
const shown = (of: ShownProblem | undefined) => ({
  data: { problem: { branch: { organization: { code: codeOfBranch(of) } } } },
});

it('a branch secretary sees his branch, and nothing of the problems of another', async () => {
  expect(await ask('secretary', problem(own))).toEqual(shown(own));
  expect(codeOf(await ask('secretary', problem(others)))).toBe('PROBLEM_UNKNOWN');
  const listed = `{ problems(under: "${codeOfBranch(others)}") { totalCount } }`;
  expect(codeOf(await ask('secretary', listed))).toBe('ORGANIZATION_UNKNOWN');
  expect(codeOf(await ask('secretary', `{ dashboard(under: "${COMMITTEE}") { branches } }`))).toBe(
    'ORGANIZATION_UNKNOWN',
  );
  expect(await ask('clerk', problem(others))).toEqual(shown(others));
});

it('a clerk who asks for what stands under another committee learns as much as about what is not there', async () => {
  const asked = (under: string) => ask('clerk', `{ branches(under: "${under}") { totalCount } }`);
  const [foreign, nothing] = [await asked('990200-V'), await asked('990200-Q')];
  expect(JSON.stringify(foreign).replaceAll('990200-V', '990200-Q')).toBe(JSON.stringify(nothing));
  expect(codeOf(foreign)).toBe('ORGANIZATION_UNKNOWN');
});

it('a branch moves away: its old committee looks back on it, and its new one sees all of it', async () => {
  const organizationId = codeOfBranch(others);
  const counted = (under: string): string => `{ dashboard(under: "${under}", asOf: "${YESTERDAY}") { branches } }`;
  const before = await ask('clerk', counted(COMMITTEE));
  await operator(platform, ['MoveOrganization', { organizationId, parentId: '990200-V-X', effectiveOn: today, basis }]);
  const code = (day: string): string => `{ organization(id: "${organizationId}", asOf: "${day}") { code } }`;
  const told = { data: { organization: { code: organizationId } } };
  expect(await ask('clerk', code(YESTERDAY))).toEqual(told);
  expect(codeOf(await ask('clerk', code(today)))).toBe('ORGANIZATION_UNKNOWN');
  expect(codeOf(await ask('clerk', problem(others)))).toBe('PROBLEM_UNKNOWN');
  for (const day of [YESTERDAY, today]) expect(await ask('other', code(day))).toEqual(told);
  expect(await ask('other', problem(others))).toEqual(shown(others));
  // The figures of yesterday are those of yesterday's tree.
  expect(await ask('clerk', counted(COMMITTEE))).toEqual(before);
  expect(await ask('other', counted('990200-V'))).toEqual({ data: { dashboard: { branches: 0 } } });
});

it('who asked about a branch is read afterwards, with what became of it', async () => {
  const { code, stdout } = await run('access-log', ['find', '--person', 'P-secretary', '--data', platform.data]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('P-secretary')]);
  expect(stdout).toContain('PROBLEM_UNKNOWN');
  expect((await run('access-log', ['verify', '--data', platform.data])).code).toBe(0);
});

it('an audit administrator reads who looked at the grade of a branch, and that he read it is itself on record', async () => {
  const branch = codeOfBranch(own);
  const grade = `{ rating(branchId: "${branch}", scheme: "classification", effectiveOn: "${YESTERDAY}") { label } }`;
  expect(await ask('clerk', grade)).toMatchObject({ data: { rating: { label: expect.any(String) } } });
  const find = (...filter: readonly string[]) =>
    run('access-log', ['find', ...filter, '--by', 'P-auditor', '--data', platform.data]);
  // Entries are written within a second of the answer.
  await eventually(async () => {
    const { code, stdout } = await find('--organization', branch);
    expect(code).toBe(0);
    const looked = stdout.split('\n').filter((line) => line.includes('P-clerk') && line.includes('rating'));
    expect(looked.join()).toContain('committee-clerk');
  });
  await eventually(async () => expect((await find('--person', 'P-auditor')).stdout).toContain('P-auditor'));
});
