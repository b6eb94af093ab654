import type { Recipe } from './recipe.ts';

const problem = 'services/rectification/src/problem';

/** A sample: 群众再次反映 by a command of its own, which leads to the confirmation that is known already. */
export const knownEvents: Recipe = {
  name: 'Command on known events',
  declaration: [
    {
      file: 'libs/contracts/src/problem.contract.ts',
      replace: '      CloseProblem: {',
      by: `      ConfirmByMasses: {
        right: 'judge-problem',
        about: 'problemId',
        shape: z.strictObject({ problemId: z.uuid(), reference: line(500) }),
      },
      CloseProblem: {`,
    },
  ],
  compilerNames: [`${problem}/problem.decider.ts`],
  oneErrorEach: [/'ConfirmByMasses' is missing/],
  specsName: { specs: [], says: [] },
  rest: [
    {
      file: `${problem}/problem.decider.ts`,
      replace: '  CloseProblem: closeProblem,',
      by: `  ConfirmByMasses: (
    { problemId, reference }: DataOf<'ConfirmByMasses'>,
    state: ProblemState,
    facts: Pick<SuperiorFacts, 'today' | 'actor'>,
  ) => confirmProblemAgain({ problemId, source: { kind: 'masses', reference } }, state, facts),
  CloseProblem: closeProblem,`,
    },
    {
      file: `${problem}/problem.spec.ts`,
      replace: "it('closes a problem only after verification, once', () => {",
      by: `it('is confirmed again when the masses raise it once more', () => {
  const raised: ProblemCommand = { name: 'ConfirmByMasses', data: { problemId: about.problemId, reference: '来信2' } };
  const source = { kind: 'masses' as const, reference: '来信2' };
  problem.given(identified()).when(raised, sent).then(foundAgain('来信2', { source }));
});

it('closes a problem only after verification, once', () => {`,
    },
  ],
  generate: ['npm run catalogue -w @zhibu/contracts', 'npm run generate'],
  specs: [
    `${problem}/problem.spec.ts`,
    'libs/contracts/src/documents.spec.ts',
    'gateway/src/commands/commands.spec.ts',
  ],
};
