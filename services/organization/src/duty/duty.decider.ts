import { type CommandNamed, type DutyCommand, type DutyEvent, type DutyName, excludeEachOther } from '@zhibu/contracts';
import { contentHash, type Day, decider, derivedId, type FactsOf, type Sent } from '@zhibu/kernel';
import {
  type DutyPlace,
  refuseExclusive,
  refuseIf,
  refuseInvolved,
  refusal,
  refusePlace,
  refuseTerm,
} from './duty.rules.ts';
import { type Duty, type DutyState, evolveDuty, noDuties } from './duty.state.ts';

type DataOf<Name extends DutyCommand['name']> = CommandNamed<Name>['data'];

const decide = {
  FoundDuties: foundDuties,
  ProposeDuty: proposeDuty,
  ConfirmDuty: confirmDuty,
  RefuseDuty: refuseDuty,
  EndDuty: endDuty,
};

export interface DutyDecision {
  readonly command: DutyCommand;
  readonly state: DutyState;
  readonly event: DutyEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 岗位职责: what a person may do for which organization; the stream is the person's. */
export const dutyDecider = decider<DutyDecision>({ initialState: noDuties, evolve: evolveDuty, decide });

export interface FoundingFacts extends Sent {
  /** The administrators that were founded before, by duty. */
  readonly founded: readonly DutyName[];
}

/** 三员设立: each of the three once, whoever holds it; nobody is there yet who could confirm. Where one is several, it says so. */
function foundDuties(data: DataOf<'FoundDuties'>, state: DutyState, facts: FoundingFacts): DutyEvent[] {
  const { personId, duties } = data;
  const { today, founded } = facts;
  const named = [...new Set(duties)].map((duty) => ({ dutyId: derivedId('duty', personId, duty, 'founded'), duty }));
  if (named.every(({ dutyId }) => state.has(dutyId))) return [];
  const before = duties.filter((duty) => founded.includes(duty));
  refuseIf(before.length > 0, 'DUTIES_FOUNDED_BEFORE', { field: 'duties', before });
  const merged = duties.filter((duty) => duties.some((other) => excludeEachOther(duty, other)));
  refuseIf(merged.length > 0 && data.merged !== true, 'DUTIES_EXCLUSIVE', { field: 'duties', merged });
  for (const duty of duties) refuseExclusive(duty, state, today);
  const founding: DutyEvent = { type: 'DutiesFounded', data: { personId, effectiveOn: today, duties: named } };
  if (merged.length === 0) return [founding];
  return [{ type: 'DutiesMerged', data: { personId, effectiveOn: today, duties: merged } }, founding];
}

export interface ProposalFacts extends Sent {
  readonly place: DutyPlace;
}

/** 提名: proposed again as it stands, it is one proposal; after a refusal or an end it is a new one. */
function proposeDuty(data: DataOf<'ProposeDuty'>, state: DutyState, facts: ProposalFacts): DutyEvent[] {
  const { today, actor, place } = facts;
  const proposed = { ...data, from: data.from ?? today };
  const alike = [...state.values()].filter((known) => isSame(known, proposed));
  if (alike.some(({ status }) => status === 'proposed' || status === 'assigned')) return [];
  refuseIf(data.duty === 'inspector', 'DUTY_BY_INSPECTION', { field: 'duty' });
  refusePlace(proposed, place);
  refuseTerm(proposed, today);
  refuseExclusive(data.duty, state, today);
  const dutyId = derivedId('duty', data.personId, contentHash(proposed), alike.length);
  return [{ type: 'DutyProposed', data: { ...proposed, dutyId, proposerId: actor.personId } }];
}

/** Whether both are the same duty for the same branches and days; papers may differ. */
const isSame = (known: Duty, { duty, organizationId, branchIds, from, until }: Omit<Duty, 'status'>): boolean =>
  known.duty === duty &&
  known.organizationId === organizationId &&
  known.until === until &&
  (known.from === from || known.status === 'assigned') &&
  (known.branchIds ?? []).toSorted().join(' ') === (branchIds ?? []).toSorted().join(' ');

/** 批准: holds from the day that was proposed, never from one before the confirmation. */
function confirmDuty({ personId, dutyId }: DataOf<'ConfirmDuty'>, state: DutyState, facts: Sent): DutyEvent[] {
  const known = knownIn(state, dutyId);
  if (known.status === 'assigned') return [];
  const { status: _status, proposal, ...held } = waiting(known);
  const { today, actor } = facts;
  refuseInvolved(actor.personId, personId, known);
  const from = held.from > today ? held.from : today;
  refuseIf(held.until !== undefined && held.until < from, 'DUTY_TERM_OVER', { until: held.until, today });
  refuseExclusive(held.duty, without(state, dutyId), today);
  const { basis } = proposal;
  return [{ type: 'DutyAssigned', data: { ...held, personId, dutyId, basis, from, confirmerId: actor.personId } }];
}

/** 不批准: by somebody else than the person whose duty it would be. */
function refuseDuty({ personId, dutyId, reason }: DataOf<'RefuseDuty'>, state: DutyState, facts: Sent): DutyEvent[] {
  const known = knownIn(state, dutyId);
  if (known.status === 'refused') return [];
  refuseInvolved(facts.actor.personId, personId, waiting(known));
  return [{ type: 'DutyRefused', data: { personId, dutyId, ...placeOf(known), reason, effectiveOn: facts.today } }];
}

/** 免去: from today on; what was proposed and is not confirmed is refused, not ended. */
function endDuty(data: DataOf<'EndDuty'>, state: DutyState, { today }: Sent): DutyEvent[] {
  const known = knownIn(state, data.dutyId);
  if (known.status === 'ended') return [];
  refuseIf(known.status !== 'assigned', 'DUTY_NOT_ASSIGNED', { field: 'dutyId', status: known.status });
  return [{ type: 'DutyEnded', data: { ...data, ...placeOf(known), effectiveOn: endOf(known, today) } }];
}

/** Where a duty is held; of one at the platform nothing is said. */
const placeOf = ({ organizationId }: Duty): Pick<Duty, 'organizationId'> =>
  organizationId === undefined ? {} : { organizationId };

/** A duty that has not begun ends before it does: on its first day. */
const endOf = ({ from }: Duty, today: Day): Day => (from > today ? from : today);

function knownIn(state: DutyState, dutyId: string): Duty {
  const known = state.get(dutyId);
  if (!known) throw refusal('DUTY_UNKNOWN', { field: 'dutyId', dutyId });
  return known;
}

/** A duty that waits to be confirmed. @throws Refusal DUTY_NOT_PROPOSED */
function waiting(known: Duty): Required<Pick<Duty, 'proposal'>> & Duty {
  const { status, proposal } = known;
  if (status !== 'proposed' || !proposal) throw refusal('DUTY_NOT_PROPOSED', { field: 'dutyId', status });
  return { ...known, proposal };
}

function without(state: DutyState, dutyId: string): DutyState {
  const others = new Map(state);
  others.delete(dutyId);
  return others;
}
