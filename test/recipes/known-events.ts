import type { Recipe } from './recipe.ts';

const problem = 'services/rectification/src/problem';

/** A sample: 验收不合格 by a command of its own, which leads to the rejection that is known already. */
export const knownEvents: Recipe = {
  name: 'Command on known events',
  declaration: [
    {
      file: 'libs/contracts/src/problem.contract.ts',
      replace: '      CloseProblem: {',
      by: `      RejectCompletion: {
        right: 'verify',
        about: 'problemId',
        shape: z.strictObject({ ...on, reason: text(2000) }),
      },
      CloseProblem: {`,
    },
  ],
  compilerNames: [`${problem}/problem.decider.ts`],
  oneErrorEach: [/'RejectCompletion' is missing/],
  specsName: { specs: [], says: [] },
  rest: [
    {
      file: `${problem}/problem.decider.ts`,
      replace: '  CloseProblem: closeProblem,',
      by: `  RejectCompletion: (data: DataOf<'RejectCompletion'>, state: ProblemState, facts: Sent) =>
    verifyCompletion({ ...data, accepted: false }, state, facts),
  CloseProblem: closeProblem,`,
    },
    {
      file: `${problem}/completion.spec.ts`,
      replace: "it('is verified by somebody else, once', () => {",
      by: `it('is rejected by a command of its own', () => {
  const reject: ProblemCommand = { name: 'RejectCompletion', data: { problemId, reason: '缺5月' } };
  problem.given(identified(), opened(), completed()).when(reject, sent).then(rejected);
  problem.given(identified(), opened()).when(reject, sent).thenRefused('COMPLETION_NOT_REPORTED');
});

it('is verified by somebody else, once', () => {`,
    },
  ],
  generate: ['npm run catalogue -w @zhibu/contracts', 'npm run generate'],
  specs: [
    `${problem}/completion.spec.ts`,
    'libs/contracts/src/documents.spec.ts',
    'gateway/src/commands/commands.spec.ts',
  ],
};
