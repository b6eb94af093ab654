import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { tamper } from '../support/tamper.ts';
import { importedEdges } from '../support/imported-city.ts';
import { type PlatformUnderTest, run } from '../support/platform.ts';

const BRANCH = '990200-SZGW-003-B006';

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await importedEdges();
});
afterAll(() => platform.discard());

interface Replayed {
  readonly replay: {
    readonly agreesWithReadModel: boolean;
    readonly chainIntact: boolean;
    readonly faults: readonly string[];
    readonly steps: readonly { readonly type: string; readonly says: string; readonly grade: string | null }[];
  };
}
const replay = async (upTo = new Date().toISOString(), language = 'zh'): Promise<Replayed['replay']> =>
  (
    await platform.query<Replayed>(
      'query ($id: ID!, $upTo: DateTime) { replay(branchId: $id, scheme: "classification", upTo: $upTo) { agreesWithReadModel chainIntact faults steps { type says grade } } }',
      { id: BRANCH, upTo },
      { 'accept-language': language },
    )
  ).replay;

it('tells from the source how the rating came about', async () => {
  const { steps, agreesWithReadModel, chainIntact, faults } = await replay();
  expect({ agreesWithReadModel, chainIntact, faults }).toEqual({
    agreesWithReadModel: true,
    chainIntact: true,
    faults: [],
  });
  // In the order of the log: the grade of the year before came in while the inputs did.
  expect(steps.map((step) => step.type).filter((type) => type !== 'PriorGradeRecorded')).toEqual([
    'GradingOpened',
    'RatingSubmitted',
    'RatingSubmitted',
    'PollRecorded',
    'DataMatchRecorded',
    'BranchGraded',
  ]);
  expect(steps).toHaveLength(7);
  const graded = ({ type }: { readonly type: string }): boolean => type === 'BranchGraded';
  expect(steps.find(graded)).toMatchObject({ grade: 'general', says: expect.stringMatching(/一般/) });
  expect((await replay(undefined, 'en')).steps.find(graded)?.says).toMatch(/general/);
});

it('prints the same for a person to read', async () => {
  const ended = await run('audit', ['--branch', BRANCH, '--scheme', 'classification', '--server', platform.url]);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(/一般/);
});

it('says that the read model was tampered with, and where', async () => {
  expect(
    await tamper(platform, {
      schema: 'gateway',
      values: [BRANCH],
      statement: "UPDATE rating_span SET grade = 'advanced' WHERE branch_id = $1 AND scheme = 'classification'",
    }),
  ).toBeGreaterThan(0);
  const { agreesWithReadModel, chainIntact, faults } = await replay();
  expect({ agreesWithReadModel, chainIntact }).toEqual({ agreesWithReadModel: false, chainIntact: true });
  expect(faults).not.toEqual([]);
  expect(
    (await run('audit', ['--all', '--under', '990200', '--scheme', 'classification', '--server', platform.url])).code,
  ).toBe(1);
});

it('does not switch to a rebuilt view that differs, and does when told that the difference is known', async () => {
  const refused = await run('rebuild', ['all', '--data', platform.data]);
  expect({ code: refused.code, says: refused.stdout + refused.stderr }).toMatchObject({
    code: 1,
    says: expect.stringMatching(/rating/),
  });
  const accepted = await run('rebuild', ['all', '--accept-difference', '--data', platform.data]);
  expect({ code: accepted.code, says: accepted.code === 0 ? '' : accepted.stdout + accepted.stderr }).toEqual({
    code: 0,
    says: '',
  });
  expect(await replay()).toMatchObject({ agreesWithReadModel: true, chainIntact: true, faults: [] });
});

it('says that the log was tampered with, and verify-log names the position', async () => {
  expect(
    await tamper(platform, {
      schema: 'assessment',
      values: [`grading-${BRANCH}:classification:2022`],
      statement:
        "UPDATE events SET data = replace(data::text, '\"general\"', '\"advanced\"')::json WHERE stream = $1 AND type = 'BranchGraded'",
    }),
  ).toBe(1);
  const { chainIntact, faults } = await replay();
  expect(chainIntact).toBe(false);
  expect(faults).not.toEqual([]);
  const verified = await run('verify-log', ['--data', platform.data]);
  expect(verified.code).toBe(1);
  expect(verified.stdout + verified.stderr).toMatch(/assessment[^\n]*\d+/);
});
