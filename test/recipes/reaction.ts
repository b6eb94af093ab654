import type { Edit, Recipe } from './recipe.ts';

const rectification = 'services/rectification/src';
const table = `${rectification}/rectification.reactions.ts`;

const vacancy = `  /** A branch without a secretary has a problem of responsibility. */
  'vacancy-names-a-problem': whenever('SecretaryVacated')
    .then(({ data: { organizationId }, stream, revision, recordedAt }) => [
      {
        name: 'IdentifyProblem',
        data: {
          organizationId,
          aspect: 'responsibility',
          title: '书记空缺',
          source: { kind: 'self-check', reference: \`\${stream}@\${revision}\` },
          effectiveOn: dayOf(recordedAt),
        },
      },
    ])
    .done('ORGANIZATION_DISSOLVED'),

`;

/** A sample: a vacancy of the secretary (书记空缺) makes a problem at once. */
export const reaction: Recipe = {
  name: 'New reaction',
  declaration: [{ file: table, after: 'export const rectificationReactions: ReactionTable = {\n', insert: vacancy }],
  compilerNames: [],
  specsName: { specs: [], says: [] },
  rest: [
    {
      file: `${rectification}/reactions.spec.ts`,
      replace: "it('does not answer a grade from before the platform', async () => {\n",
      by: `it('names a problem at once when a branch loses its secretary', async () => {
  await world.record({
    stream: 'organization-B1',
    type: 'SecretaryVacated',
    data: { organizationId: 'B1', effectiveOn: '2023-05-01', findings: [] },
  });
  await world.settle();
  expect((await world.log('rectification'))[0]?.data).toMatchObject({ aspect: 'responsibility', itemText: '书记空缺' });
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
  {
    file: table,
    replace: "'closing-adds-grounds': whenever('RoundClosed')",
    by: "'closing-adds-grounds': whenever('RoundClosd')",
    says: 'RoundClosd',
  },
  { file: table, replace: ".finding('openDuties')", by: ".finding('openDutys')", says: 'openDutys' },
  { file: table, replace: "name: 'DismissProblem'", by: "name: 'DismisProblem'", says: 'DismisProblem' },
  { file: table, replace: "'REMEDIATION_STILL_DUE'", by: "'REMEDIATION_STIL_DUE'", says: 'REMEDIATION_STIL_DUE' },
  {
    file: `${rectification}/naming.lookup.ts`,
    replace: "case 'SixHavesRecorded':",
    by: "case 'SixHaveRecorded':",
    says: 'SixHaveRecorded',
  },
  {
    file: `${rectification}/recorded.rules.ts`,
    replace: "aspect: 'five-basics'",
    by: "aspekt: 'five-basics'",
    says: 'aspekt',
  },
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
