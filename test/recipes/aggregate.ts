import type { Edit, Recipe } from './recipe.ts';
import { liaisonView, liaisonViewSpec } from './aggregate-view.ts';

const module = 'services/organization/src/organization.module.ts';
const liaison = 'services/organization/src/liaison';
const list = 'libs/contracts/src/aggregates.ts';

const contract = `import { z } from 'zod';
import { aggregate, type CommandsOf, type EventsOf } from './contract.ts';
import { conflict, rule } from './refusals.ts';
import { day, organizationId, personId, text } from './schema.ts';
import { streamNamed } from './streams.ts';

const fact = { branchId: organizationId, officialId: personId, effectiveOn: day };
/** \`effectiveOn\` absent: today. */
const asked = { branchId: organizationId, effectiveOn: day.optional() };

export const liaisonContract = aggregate(
  {
    service: 'organization',
    aggregate: 'liaison',
    streamName: 'liaison-<branchId>',
    statuses: { assigned: { zh: '已挂钩', en: 'assigned' }, ended: { zh: '已结束', en: 'ended' } },
    events: {
      LiaisonAssigned: {
        words: { zh: '确定挂钩联系领导干部', en: 'liaison assigned' },
        leadsTo: 'assigned',
        shape: z.strictObject(fact),
      },
      LiaisonEnded: {
        words: { zh: '结束挂钩联系', en: 'liaison ended' },
        leadsTo: 'ended',
        shape: z.strictObject({ ...fact, reason: text(2000) }),
      },
    },
    commands: {
      AssignLiaison: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...asked, officialId: personId }),
      },
      EndLiaison: {
        right: 'record-facts',
        about: 'branchId',
        shape: z.strictObject({ ...asked, reason: text(2000) }),
      },
    },
    refusals: {
      LIAISON_OTHER_OFFICIAL: conflict('该党支部已有其他领导干部挂钩联系', 'another official answers for the branch'),
      LIAISON_NOT_ASSIGNED: rule('该党支部没有挂钩联系的领导干部', 'no official answers for the branch'),
    },
  },
  ({ branchId }) => streamNamed('liaison', branchId),
);

export type LiaisonEvent = EventsOf<typeof liaisonContract>;
export type LiaisonCommand = CommandsOf<typeof liaisonContract>;
`;

const state = `import type { LiaisonEvent } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';

/** 挂钩联系: who answers for a branch, and since when. */
export type LiaisonState =
  | { readonly status: 'none' }
  | { readonly status: 'assigned' | 'ended'; readonly officialId: string; readonly since: Day };

export const noLiaison: LiaisonState = { status: 'none' };

export const evolveLiaison: EvolveMap<{ state: LiaisonState; event: LiaisonEvent }> = {
  LiaisonAssigned: (_state, { data: { officialId, effectiveOn } }) => ({ status: 'assigned', officialId, since: effectiveOn }),
  LiaisonEnded: (_state, { data: { officialId, effectiveOn } }) => ({ status: 'ended', officialId, since: effectiveOn }),
};
`;

const rules = `import { liaisonContract, refusing } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { LiaisonState } from './liaison.state.ts';

export const { refuseIf, refusal } = refusing(liaisonContract);

/** The day of a step: today unless the command says otherwise. @throws Refusal EFFECTIVE_IN_FUTURE, BEFORE_LAST_STEP */
export function stepDay(asked: Day | undefined, state: LiaisonState, today: Day): Day {
  const effectiveOn = asked ?? today;
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
  refuseIf(state.status !== 'none' && effectiveOn < state.since, 'BEFORE_LAST_STEP', { field: 'effectiveOn', effectiveOn });
  return effectiveOn;
}
`;

const decider = `import type { CommandNamed, LiaisonCommand, LiaisonEvent } from '@zhibu/contracts';
import { decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { refusal, refuseIf, stepDay } from './liaison.rules.ts';
import { evolveLiaison, type LiaisonState, noLiaison } from './liaison.state.ts';

const decide = { AssignLiaison: assignLiaison, EndLiaison: endLiaison };

export interface LiaisonDecision {
  readonly command: LiaisonCommand;
  readonly state: LiaisonState;
  readonly event: LiaisonEvent;
  readonly facts: FactsOf<typeof decide>;
}

export const liaisonDecider = decider<LiaisonDecision>({ initialState: noLiaison, evolve: evolveLiaison, decide });

type DataOf<Name extends LiaisonCommand['name']> = CommandNamed<Name>['data'];

/** One official at a time: the one before ends first. */
function assignLiaison(data: DataOf<'AssignLiaison'>, state: LiaisonState, { today }: Sent): LiaisonEvent[] {
  const { branchId, officialId } = data;
  if (state.status === 'assigned') {
    refuseIf(state.officialId !== officialId, 'LIAISON_OTHER_OFFICIAL', { field: 'officialId' });
    return [];
  }
  return [{ type: 'LiaisonAssigned', data: { branchId, officialId, effectiveOn: stepDay(data.effectiveOn, state, today) } }];
}

function endLiaison(data: DataOf<'EndLiaison'>, state: LiaisonState, { today }: Sent): LiaisonEvent[] {
  if (state.status === 'ended') return [];
  if (state.status === 'none') throw refusal('LIAISON_NOT_ASSIGNED', { field: 'branchId' });
  const { officialId } = state;
  return [{ type: 'LiaisonEnded', data: { ...data, officialId, effectiveOn: stepDay(data.effectiveOn, state, today) } }];
}
`;

const spec = `import { expect, it } from '@jest/globals';
import { type CommandNamed, liaisonContract, type LiaisonEvent } from '@zhibu/contracts';
import { holdStatusLaw } from '@zhibu/contracts/testing';
import type { Sent } from '@zhibu/kernel';
import { specification } from '@zhibu/kernel/testing';
import { liaisonDecider } from './liaison.decider.ts';

const liaison = specification(liaisonDecider);
const sent: Sent = { today: '2023-03-01', actor: { personId: 'P-9', role: 'operator' } };
const assign = (officialId: string, effectiveOn = '2023-03-01'): CommandNamed<'AssignLiaison'> => ({
  name: 'AssignLiaison',
  data: { branchId: 'B1', officialId, effectiveOn },
});
const end: CommandNamed<'EndLiaison'> = { name: 'EndLiaison', data: { branchId: 'B1', reason: '调离' } };
const about = { branchId: 'B1', officialId: 'P-1', effectiveOn: '2023-03-01' };
const assigned: LiaisonEvent = { type: 'LiaisonAssigned', data: about };
const ended: LiaisonEvent = { type: 'LiaisonEnded', data: { ...about, reason: '调离' } };

it('is assigned to one official at a time, once', () => {
  liaison.given().when(assign('P-1'), sent).then(assigned);
  liaison.given(assigned).when(assign('P-1'), sent).thenNothing();
  liaison.given(assigned).when(assign('P-2'), sent).thenRefused('LIAISON_OTHER_OFFICIAL');
  liaison.given().when(assign('P-1', '2023-03-02'), sent).thenRefused('EFFECTIVE_IN_FUTURE');
});

it('ends once, and only where there is one', () => {
  liaison.given(assigned).when(end, sent).then(ended);
  liaison.given(assigned, ended).when(end, sent).thenNothing();
  liaison.given().when(end, sent).thenRefused('LIAISON_NOT_ASSIGNED');
  liaison.given(assigned, ended).when(assign('P-2', '2023-02-28'), sent).thenRefused('BEFORE_LAST_STEP');
});

it('has the status that its last step leads to', () =>
  expect(holdStatusLaw(liaisonContract, liaisonDecider, [assign('P-1'), end, assign('P-1')].map((command) => ({ command, facts: sent })))).toEqual(
    ['LiaisonAssigned', 'LiaisonEnded', 'LiaisonAssigned'],
  ));
`;

/** What `npm run catalogue -w @zhibu/contracts` makes of the contract, for the compiler to go on from. */
const written: readonly Edit[] = [
  {
    file: list,
    after: "import { gradingContract } from './grading.contract.ts';\n",
    insert: "import { liaisonContract } from './liaison.contract.ts';\n",
  },
  { file: list, after: "export * from './grading.contract.ts';\n", insert: "export * from './liaison.contract.ts';\n" },
  { file: list, after: '  grading: gradingContract,\n', insert: '  liaison: liaisonContract,\n' },
];

/** A sample: 挂钩联系, an official who answers for a branch; two commands that rest on the day alone. */
export const aggregate: Recipe = {
  name: 'New aggregate',
  declaration: [{ file: 'libs/contracts/src/liaison.contract.ts', text: contract }],
  written,
  compilerNames: [module],
  oneErrorEach: [/'liaison' is missing/],
  specsName: { specs: ['libs/contracts/src/samples.spec.ts'], says: [/LiaisonAssigned\.v1\.json/] },
  rest: [
    { file: `${liaison}/liaison.state.ts`, text: state },
    { file: `${liaison}/liaison.rules.ts`, text: rules },
    { file: `${liaison}/liaison.decider.ts`, text: decider },
    { file: `${liaison}/liaison.spec.ts`, text: spec },
    {
      file: module,
      after: "import { factsOfOrganizations } from './facts.lookup.ts';\n",
      insert: "import { liaisonDecider, type LiaisonDecision } from './liaison/liaison.decider.ts';\n",
    },
    {
      file: module,
      replace: '  return { organization, activity, calendar, duty, access };',
      by: `  const liaison: Aggregate<LiaisonDecision> = { decider: liaisonDecider, facts: lookingUp<LiaisonDecision>(context.today, {}) };
  return { organization, activity, calendar, duty, access, liaison };`,
    },
    { file: 'gateway/src/views/liaison/liaison.view.ts', text: liaisonView },
    {
      file: 'gateway/src/scope/root-fields.ts',
      after: "  duties: { to: 'each-his-own' },\n",
      insert: "  liaison: ofBranch,\n  liaisons: under('who-sees-on-the-day'),\n",
    },
    { file: 'gateway/src/views/liaison/liaison.spec.ts', text: liaisonViewSpec },
  ],
  generate: ['npm run catalogue -w @zhibu/contracts', 'npm run generate'],
  specs: [
    `${liaison}/liaison.spec.ts`,
    'libs/contracts/src/contract.spec.ts',
    'libs/contracts/src/samples.spec.ts',
    'libs/contracts/src/documents.spec.ts',
    'gateway/src/views/liaison/liaison.spec.ts',
    'gateway/src/commands/commands.spec.ts',
    'gateway/src/read-model.spec.ts',
  ],
};
