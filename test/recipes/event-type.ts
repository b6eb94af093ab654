import type { Recipe } from './recipe.ts';

const contract = 'libs/contracts/src/remediation.contract.ts';
const remediation = 'services/rectification/src/remediation';

/** A sample: an official visits a branch under remediation (走访后进支部), while it goes on. */
export const eventType: Recipe = {
  name: 'New event type',
  declaration: [
    {
      file: contract,
      replace: '      RemediationContinued: {',
      by: `      RemediationVisited: {
        words: { zh: '走访后进支部', en: 'branch under remediation visited' },
        shape: z.strictObject({ ...fact, note: text(2000) }),
      },
      RemediationContinued: {`,
    },
    {
      file: contract,
      replace: '      AcceptRemediation: {',
      by: `      VisitRemediation: {
        right: 'rectify',
        about: 'branchId',
        shape: z.strictObject({ ...subject, effectiveOn: day.optional(), note: text(2000) }),
      },
      AcceptRemediation: {`,
    },
  ],
  compilerNames: [`${remediation}/remediation.decider.ts`, `${remediation}/remediation.state.ts`],
  oneErrorEach: [/'VisitRemediation' is missing/, /'RemediationVisited' is missing/],
  specsName: { specs: ['libs/contracts/src/samples.spec.ts'], says: [/RemediationVisited\.v1\.json/] },
  rest: [
    {
      file: `${remediation}/remediation.state.ts`,
      replace: '  RemediationAccepted: stepped(',
      by: `  RemediationVisited: (state) => state,
  RemediationAccepted: stepped(`,
    },
    {
      file: `${remediation}/remediation.decider.ts`,
      replace: '  AcceptRemediation: acceptRemediation,',
      by: `  VisitRemediation: visitRemediation,
  AcceptRemediation: acceptRemediation,`,
    },
    {
      file: `${remediation}/remediation.decider.ts`,
      replace: 'export interface AcceptanceFacts',
      by: `/** 走访: what was seen, while the remediation goes on. */
function visitRemediation(
  data: DataOf<'VisitRemediation'>,
  state: RemediationState,
  { today }: Pick<Sent, 'today'>,
): RemediationEvent[] {
  const effectiveOn = endDay(data.effectiveOn, { today, since: goingOn(state).since });
  return [{ type: 'RemediationVisited', data: { ...data, effectiveOn } }];
}

export interface AcceptanceFacts`,
    },
    {
      file: `${remediation}/remediation.spec.ts`,
      replace: "it('is confirmed by the work committee once it is accepted, and by nobody else', () => {",
      by: `const visit: CommandNamed<'VisitRemediation'> = { name: 'VisitRemediation', data: { ...of, note: '活动室已整修' } };

it('is visited while it is open', () => {
  const visited: RemediationEvent = { type: 'RemediationVisited', data: { ...visit.data, effectiveOn: '2023-03-01' } };
  remediation.given(opened).when(visit, sent).then(visited);
  remediation.given().when(visit, sent).thenRefused('REMEDIATION_NOT_OPEN');
});

it('is confirmed by the work committee once it is accepted, and by nobody else', () => {`,
    },
    {
      file: `${remediation}/remediation.spec.ts`,
      replace: '    [opening, withdrawing],\n',
      by: '    [opening, { command: visit, facts: sent }, withdrawing],\n',
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
