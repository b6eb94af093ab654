import type { OrganizationEvent } from '@zhibu/contracts';
import { addYears, type Sent } from '@zhibu/kernel';
import { formOn } from './form.rules.ts';
import { type DataOf, happenedTo, recorded, refusal, refuseIf, refuseWithout } from './living.rules.ts';
import type { OrganizationState, Post } from './organization.state.ts';
import { regularTermYears } from './term.ts';
import { saidFor, valueOn } from './timeline.ts';

type Decided = readonly OrganizationEvent[];

/** 换届: recorded as held, whether or not there is a committee. */
export function recordElection(data: DataOf<'RecordElection'>, state: OrganizationState, { today }: Sent): Decided {
  const organization = happenedTo(state, data, today);
  refuseWithout('election', organization);
  refuseIf(formOn(organization, data.effectiveOn) === 'temporary', 'NO_ELECTION_IN_TEMPORARY', {
    field: 'organizationId',
  });
  const termYears = data.termYears ?? regularTermYears(organization.registration.kind);
  const said = saidFor(organization.elections, data.effectiveOn);
  // Not to state the committee's size is not to deny the size stated before.
  if (said?.termYears === termYears && (data.committeeSize ?? said.committeeSize) === said.committeeSize) return [];
  return recorded(state, { type: 'ElectionHeld', data: { ...data, termYears, findings: [] } });
}

/** 批准选举结果: of the last election before that day. */
export function confirmElectionResult(
  data: DataOf<'ConfirmElectionResult'>,
  state: OrganizationState,
  { today }: Sent,
): Decided {
  const { elections, confirmations } = happenedTo(state, data, today);
  const { effectiveOn } = data;
  const election = elections.findLast(({ from }) => from <= effectiveOn);
  if (!election) throw refusal('NO_ELECTION_TO_CONFIRM', { field: 'effectiveOn', effectiveOn });
  const heldOn = election.from;
  if (saidFor(confirmations, heldOn) === effectiveOn) return [];
  return recorded(state, { type: 'ElectionResultConfirmed', data: { ...data, heldOn, findings: [] } });
}

/** 延期换届: of the term that runs, or has run out, on that day. Beyond one year it is a finding, not a refusal. */
export function extendTerm(data: DataOf<'ExtendTerm'>, state: OrganizationState, { today }: Sent): Decided {
  const { elections, extensions } = happenedTo(state, data, today);
  const election = elections.findLast((held) => held.from <= data.effectiveOn);
  if (!election) throw refusal('NO_TERM_TO_EXTEND', { field: 'effectiveOn', effectiveOn: data.effectiveOn });
  const anniversary = addYears(election.from, election.value.termYears);
  refuseIf(data.until <= anniversary, 'EXTENSION_WITHIN_TERM', {
    field: 'until',
    until: data.until,
    termEnds: anniversary,
  });
  const inForce = extensions.findLast(({ from }) => from >= election.from && from <= data.effectiveOn);
  if (inForce?.value === data.until) return [];
  return recorded(state, { type: 'TermExtended', data: { ...data, findings: [] } });
}

/** 委员会职务 from a day on, the whole list; the list that holds, said again, is no news. */
export function setCommittee(data: DataOf<'SetCommittee'>, state: OrganizationState, { today }: Sent): Decided {
  const organization = happenedTo(state, data, today);
  refuseWithout('committee', organization);
  const { posts, effectiveOn } = data;
  posts.forEach((one, index) => {
    const twice = posts.slice(0, index).some((other) => clashes(one, other));
    refuseIf(twice, 'POST_TWICE', { field: `posts.${index}`, ...one });
  });
  if (JSON.stringify(valueOn(organization.committees, effectiveOn)) === JSON.stringify(posts)) return [];
  return recorded(state, { type: 'CommitteeSet', data: { ...data, findings: [] } });
}

const clashes = (one: Post, other: Post): boolean =>
  (one.personId !== undefined && one.personId === other.personId) ||
  (one.post === 'secretary' && other.post === 'secretary');

/** 书记任职. */
export function confirmSecretary(data: DataOf<'ConfirmSecretary'>, state: OrganizationState, { today }: Sent): Decided {
  const { secretaries } = happenedTo(state, data, today);
  if (saidFor(secretaries, data.effectiveOn) === data.personId) return [];
  return recorded(state, { type: 'SecretaryConfirmed', data: { ...data, findings: [] } });
}

/** 指定书记: by the superior; so of a temporary branch always. */
export function appointSecretary(data: DataOf<'AppointSecretary'>, state: OrganizationState, { today }: Sent): Decided {
  const { secretaries } = happenedTo(state, data, today);
  if (saidFor(secretaries, data.effectiveOn) === data.personId) return [];
  return recorded(state, { type: 'SecretaryAppointed', data: { ...data, findings: [] } });
}

/** 书记空缺: said again, a vacancy goes on from the day it was first known. */
export function vacateSecretary(data: DataOf<'VacateSecretary'>, state: OrganizationState, { today }: Sent): Decided {
  const { secretaries } = happenedTo(state, data, today);
  if (saidFor(secretaries, data.effectiveOn) === null) return [];
  return recorded(state, { type: 'SecretaryVacated', data: { ...data, findings: [] } });
}
