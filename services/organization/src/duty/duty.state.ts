import type { Basis, DutyEvent, HeldDuty } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** A duty of a person, wherever it stands between its proposal and its end. */
export interface Duty extends HeldDuty {
  readonly status: 'proposed' | 'assigned' | 'refused' | 'ended';
  readonly aspects?: string[] | undefined;
  /** Who proposed it, by which paper; absent: it was founded. */
  readonly proposal?: { readonly proposerId: string; readonly basis: Basis };
}

/** All duties that were ever proposed for a person, by id. */
export type DutyState = ReadonlyMap<string, Duty>;

export const noDuties: DutyState = new Map();

export const evolveDuty: EvolveMap<{ state: DutyState; event: DutyEvent }> = {
  DutiesFounded: (state, { data: { duties, effectiveOn: from } }) =>
    duties.reduce((known, { dutyId, duty }) => new Map(known).set(dutyId, { status: 'assigned', duty, from }), state),
  // What is merged is founded by the event beside it.
  DutiesMerged: (state) => state,
  DutyProposed: (state, { data: { personId: _person, dutyId, proposerId, basis, ...held } }) =>
    new Map(state).set(dutyId, { ...held, status: 'proposed', proposal: { proposerId, basis } }),
  DutyAssigned: (state, { data: { dutyId, from } }) => changed(state, dutyId, { status: 'assigned', from }),
  DutyRefused: (state, { data: { dutyId } }) => changed(state, dutyId, { status: 'refused' }),
  DutyEnded: (state, { data: { dutyId } }) => changed(state, dutyId, { status: 'ended' }),
};

function changed(state: DutyState, dutyId: string, to: Pick<Duty, 'status'> & Partial<Pick<Duty, 'from'>>): DutyState {
  const known = state.get(dutyId);
  return known ? new Map(state).set(dutyId, { ...known, ...to }) : state;
}
