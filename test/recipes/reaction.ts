import type { Edit, Recipe } from './recipe.ts';

const rectification = 'services/rectification/src';
const table = `${rectification}/rectification.reactions.ts`;

const veto = `  /** A veto is a problem at once. */
  'veto-names-a-problem': whenever('VetoRecorded')
    .then(({ data: { branchId, veto }, stream, recordedAt }) => [
      identify({ branchId, aspect: 'other', item: veto, source: { kind: 'grading', reference: \`\${stream}/\${veto}\` }, effectiveOn: dayOf(recordedAt) }),
    ])
    .done('BRANCH_DISSOLVED'),

`;

/** A sample: a veto (一票否决) makes a problem at once. */
export const reaction: Recipe = {
  name: 'New reaction',
  declaration: [{ file: table, after: 'export const rectificationReactions: ReactionTable = {\n', insert: veto }],
  compilerNames: [],
  specsName: { specs: [], says: [] },
  rest: [
    {
      file: `${rectification}/reactions.spec.ts`,
      replace: "it('does not answer a grade from before the platform', async () => {\n",
      by: `it('names a problem at once when a veto is recorded', async () => {
  await world.record({
    stream: grading,
    type: 'VetoRecorded',
    data: { branchId: 'B1', scheme: 'classification', period: '2022', veto: 'violation' },
  });
  await world.settle();
  expect((await world.log('rectification'))[0]?.data).toMatchObject({ aspect: 'other', item: 'violation' });
});

it('does not answer a grade from before the platform', async () => {
`,
    },
  ],
  generate: [],
  specs: [`${rectification}/reactions.spec.ts`],
};

/** What used to be a string that only a parked stream told of: each is an error at its place. */
export const misspelt: readonly (Edit & { readonly says: string })[] = [
  { file: table, replace: "whenever('RoundClosed')", by: "whenever('RoundClosd')", says: 'RoundClosd' },
  { file: table, replace: ".finding('openDuties')", by: ".finding('openDutys')", says: 'openDutys' },
  { file: table, replace: "name: 'DismissProblem'", by: "name: 'DismisProblem'", says: 'DismisProblem' },
  { file: table, replace: "'REMEDIATION_STILL_DUE'", by: "'REMEDIATION_STIL_DUE'", says: 'REMEDIATION_STIL_DUE' },
  { file: table, replace: "aspect: 'five-basics'", by: "aspekt: 'five-basics'", says: 'aspekt' },
  {
    file: `${rectification}/escalation.scheduler.ts`,
    replace: "'ESCALATION_NOT_DUE'",
    by: "'ESCALATION_NOT_DEU'",
    says: 'ESCALATION_NOT_DEU',
  },
  {
    file: `${rectification}/causes.lookup.ts`,
    replace: 'RoundClosed: keepClosings',
    by: 'RoundShut: keepClosings',
    says: 'RoundShut',
  },
  { file: `${rectification}/duties.lookup.ts`, replace: '  ProblemReopened: step,\n', by: '', says: 'ProblemReopened' },
];
