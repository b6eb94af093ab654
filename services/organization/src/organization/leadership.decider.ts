import type { OrganizationEvent } from '@zhibu/contracts';
import { addYears } from '@zhibu/kernel';
import { type DataOf, livingOn, recorded, refusal, refuseIf } from './living.rules.ts';
import type { OrganizationState } from './organization.state.ts';
import { regularTermYears } from './organization.rules.ts';
import { saidFor } from './timeline.ts';

type Decided = readonly OrganizationEvent[];

/** 换届: recorded as held, whether or not there is a committee. */
export function recordElection(data: DataOf<'RecordElection'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  const { registration, elections } = organization;
  const termYears = data.termYears ?? regularTermYears[registration.kind];
  if (termYears === undefined) throw refusal('TERM_YEARS_REQUIRED', { field: 'termYears', kind: registration.kind });
  const said = saidFor(elections, data.effectiveOn);
  // Not to state the committee's size is not to deny the size stated before.
  if (said?.termYears === termYears && (data.committeeSize ?? said.committeeSize) === said.committeeSize) return [];
  return recorded(state, { type: 'ElectionHeld', data: { ...data, termYears, findings: [] } });
}

/** 延期换届: of the term that runs, or has run out, on that day. Beyond one year it is a finding, not a refusal. */
export function extendTerm(data: DataOf<'ExtendTerm'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  const { elections, extensions } = organization;
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

/** 书记任职. */
export function confirmSecretary(data: DataOf<'ConfirmSecretary'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  if (saidFor(organization.secretaries, data.effectiveOn) === data.personId) return [];
  return recorded(state, { type: 'SecretaryConfirmed', data: { ...data, findings: [] } });
}

/** 书记空缺: said again, a vacancy goes on from the day it was first known. */
export function vacateSecretary(data: DataOf<'VacateSecretary'>, state: OrganizationState): Decided {
  const { organization } = livingOn(state, data.effectiveOn);
  if (saidFor(organization.secretaries, data.effectiveOn) === null) return [];
  return recorded(state, { type: 'SecretaryVacated', data: { ...data, findings: [] } });
}
