import type { Recipe } from './recipe.ts';

const contract = 'libs/contracts/src/remediation.contract.ts';
const remediation = 'services/rectification/src/remediation';

/** A sample: how a lagging branch is to be put in order (整顿方案), while its remediation goes on. */
export const eventType: Recipe = {
  name: 'New event type',
  declaration: [
    {
      file: contract,
      replace: '    RemediationAccepted: {',
      by: `    RemediationPlanned: {
      words: { zh: '制定整顿方案', en: 'remediation planned' },
      shape: z.strictObject({ ...fact, measures: text(8000) }),
    },
    RemediationAccepted: {`,
    },
    {
      file: contract,
      replace: '    AcceptRemediation: {',
      by: `    PlanRemediation: {
      right: 'rectify',
      about: 'branchId',
      shape: z.strictObject({ ...asked, measures: text(8000) }),
    },
    AcceptRemediation: {`,
    },
  ],
  compilerNames: [`${remediation}/remediation.decider.ts`, `${remediation}/remediation.state.ts`],
  oneErrorEach: [/'PlanRemediation' is missing/, /'RemediationPlanned' is missing/],
  specsName: { specs: ['libs/contracts/src/samples.spec.ts'], says: [/RemediationPlanned\.v1\.json/] },
  rest: [
    {
      file: `${remediation}/remediation.state.ts`,
      replace: '  RemediationAccepted: (',
      by: `  RemediationPlanned: (state) => state,
  RemediationAccepted: (`,
    },
    {
      file: `${remediation}/remediation.decider.ts`,
      replace: '  AcceptRemediation: acceptRemediation,',
      by: `  AcceptRemediation: acceptRemediation,
  PlanRemediation: planRemediation,`,
    },
    {
      file: `${remediation}/remediation.decider.ts`,
      replace: 'interface AcceptanceFacts',
      by: `/** 整顿方案: what is to be done, while the remediation goes on. */
function planRemediation(
  data: DataOf<'PlanRemediation'>,
  state: RemediationState,
  { today }: Pick<Sent, 'today'>,
): RemediationEvent[] {
  const effectiveOn = stepDay(data.effectiveOn, { today, since: sinceOpened(state) });
  return [{ type: 'RemediationPlanned', data: { ...data, effectiveOn } }];
}

interface AcceptanceFacts`,
    },
    {
      file: `${remediation}/remediation.spec.ts`,
      replace: "it('is failed by the superior, once', () => {",
      by: `it('is planned while it is open', () => {
  const plan: CommandNamed<'PlanRemediation'> = { name: 'PlanRemediation', data: { ...of, measures: '逐项整改' } };
  const planned: RemediationEvent = { type: 'RemediationPlanned', data: { ...plan.data, effectiveOn: '2023-03-01' } };
  remediation.given(opened).when(plan, sent).then(planned);
  remediation.given().when(plan, sent).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is failed by the superior, once', () => {`,
    },
    {
      file: `${remediation}/remediation.spec.ts`,
      replace: '    { command: accept, facts: acceptable },\n',
      by: `    { command: accept, facts: acceptable },
    { command: { name: 'PlanRemediation', data: { ...of, measures: '逐项整改' } }, facts: sent },
`,
    },
  ],
  generate: ['npm run catalogue -w @zhibu/contracts', 'npm run generate'],
  specs: [
    `${remediation}/remediation.spec.ts`,
    'libs/contracts/src/samples.spec.ts',
    'libs/contracts/src/documents.spec.ts',
    'gateway/src/commands/commands.spec.ts',
  ],
};
