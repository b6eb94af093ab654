import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { command, countsUnder, gradesUnder } from '../support/city.ts';
import { importedEdges } from '../support/imported-city.ts';
import type { PlatformUnderTest } from '../support/platform.ts';

const BRANCH = '990200-SZGW-003-B004';
const SUBJECT = { branchId: BRANCH, scheme: 'classification', period: '2022' };

let platform: PlatformUnderTest;
let before: string;
let countedBefore: object;

beforeAll(async () => {
  platform = await importedEdges('closed');
  before = new Date().toISOString();
  countedBefore = await countsUnder(platform, '990200', { asOf: '2023-06-30', knownAt: before });
});
afterAll(() => platform.discard());

interface History {
  readonly ratingHistory: readonly {
    readonly period: string;
    readonly grade: string;
    readonly score: string | null;
    readonly effectiveFrom: string;
    readonly effectiveTo: string | null;
    readonly decision: { readonly type: string };
  }[];
}
const history = async (knownAt?: string): Promise<History['ratingHistory']> =>
  (
    await platform.query<History>(
      'query ($id: ID!, $knownAt: DateTime) { ratingHistory(branchId: $id, scheme: "classification", knownAt: $knownAt) { period grade score effectiveFrom effectiveTo decision { type } } }',
      { id: BRANCH, knownAt },
    )
  ).ratingHistory;

it('refuses a new grading once the round is closed', async () => {
  await command(platform, 'RecordPoll', { ...SUBJECT, ballots: 20, answers: [{ code: 'verySatisfied', value: 20 }] });
  const { errors } = await platform.graphql(
    'mutation ($input: GradeBranchInput!) { gradeBranch(input: $input) { projected } }',
    { input: SUBJECT },
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'ROUND_CLOSED' });
});

it('revises the grade from the corrected poll, on the days of what it corrects', async () => {
  const outcome = await command(platform, 'ReviseGrade', {
    ...SUBJECT,
    reason: '测评票数据更正',
    basis: { documentNo: '示例更正〔2023〕1号' },
  });
  expect(outcome).toMatchObject({ projected: true, events: [{ type: 'GradeRevised' }] });
});

it('answers the day anew, and what was known before as it was answered before', async () => {
  const after = await gradesUnder(platform, BRANCH, { asOf: '2023-01-01' });
  const asKnown = await gradesUnder(platform, BRANCH, { asOf: '2023-01-01', knownAt: before });
  expect(after.get(BRANCH)).toMatchObject({ grade: 'advanced' });
  expect(asKnown.get(BRANCH)).toEqual({ score: '96.40', grade: 'general' });
  expect(await countsUnder(platform, '990200', { asOf: '2023-06-30', knownAt: before })).toEqual(countedBefore);
});

it('keeps the year before where it was: a correction of 2022 shadows nothing of 2021', async () => {
  const [prior, revised] = await history();
  expect(prior).toMatchObject({
    period: '2021',
    effectiveFrom: '2021-12-31',
    effectiveTo: '2022-12-31',
    score: null,
    decision: { type: 'PriorGradeRecorded' },
  });
  expect(revised).toMatchObject({
    period: '2022',
    grade: 'advanced',
    effectiveFrom: '2022-12-31',
    effectiveTo: null,
    decision: { type: 'GradeRevised' },
  });
  expect((await history(before)).at(-1)).toMatchObject({ grade: 'general', decision: { type: 'BranchGraded' } });
});

it('lets a correction of 2021 stand behind 2022', async () => {
  await command(platform, 'CorrectPriorGrade', {
    branchId: BRANCH,
    scheme: 'classification',
    period: '2021',
    grade: 'lagging',
    source: '档案更正',
    reason: '台账抄错',
    basis: { documentNo: '示例更正〔2023〕2号' },
  });
  expect((await gradesUnder(platform, BRANCH, { asOf: '2023-06-30' })).get(BRANCH)).toMatchObject({
    grade: 'advanced',
  });
  expect((await gradesUnder(platform, BRANCH, { asOf: '2022-06-30' })).get(BRANCH)).toMatchObject({ grade: 'lagging' });
  expect((await gradesUnder(platform, BRANCH, { asOf: '2022-06-30', knownAt: before })).get(BRANCH)).toMatchObject({
    grade: 'general',
  });
});
