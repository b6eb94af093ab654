import {
  ACTS_YEARS_AHEAD,
  type CommandNamed,
  kindsWith,
  type OrganizationCommand,
  organizationContract,
  type OrganizationEvent,
  type OrganizationTrait,
  refusing,
} from '@zhibu/contracts';
import { addYears, type Day, evolving } from '@zhibu/kernel';
import { findingsOf } from './organization.rules.ts';
import { evolveOrganization, type Organization, type OrganizationState } from './organization.state.ts';

export const { refuseIf, refusal } = refusing(organizationContract);

const evolve = evolving<{ state: OrganizationState; event: OrganizationEvent }>(evolveOrganization);

/** The payload of a command, by name. */
export type DataOf<Name extends OrganizationCommand['name']> = CommandNamed<Name>['data'];

/** An organization that the register has, living or dissolved. */
export type KnownState = Extract<OrganizationState, { readonly status: 'registered' | 'dissolved' }>;

/** @throws Refusal ORGANIZATION_UNKNOWN, REGISTRATION_CANCELLED */
export function known(state: OrganizationState): KnownState {
  if (state.status === 'unknown') throw refusal('ORGANIZATION_UNKNOWN', { field: 'organizationId' });
  if (state.status === 'cancelled') throw refusal('REGISTRATION_CANCELLED', { field: 'organizationId' });
  return state;
}

/**
 * An organization on a day of its life. What happened before a dissolution may still be reported after it, and a
 * dissolution ahead refuses nothing before its day.
 * @throws Refusal also BEFORE_OPENING, ORGANIZATION_DISSOLVED
 */
export function livingOn(state: OrganizationState, day: Day): KnownState {
  const found = known(state);
  const { openedOn } = found.organization.registration;
  refuseIf(day < openedOn, 'BEFORE_OPENING', { field: 'effectiveOn', effectiveOn: day, openedOn });
  if (found.status === 'dissolved' && day >= found.dissolvedOn) {
    throw refusal('ORGANIZATION_DISSOLVED', { field: 'effectiveOn', dissolvedOn: found.dissolvedOn });
  }
  return found;
}

interface Asked {
  readonly effectiveOn: Day;
}

/**
 * A fact (held, reported, elected) of an organization, on a day of its life that has come.
 * @throws Refusal as livingOn, and EFFECTIVE_IN_FUTURE
 */
export function happenedTo(state: OrganizationState, { effectiveOn }: Asked, today: Day): Organization {
  const { organization } = livingOn(state, effectiveOn);
  refuseFuture(effectiveOn, today);
  return organization;
}

/** @throws Refusal EFFECTIVE_IN_FUTURE */
export function refuseFuture(effectiveOn: Day, today: Day): void {
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
}

/**
 * An act of the register (rename, move, dissolve) on a day of the organization's life, at most two years ahead.
 * @throws Refusal as livingOn, and TOO_FAR_AHEAD
 */
export function actedOn(state: OrganizationState, { effectiveOn }: Asked, today: Day): Organization {
  const { organization } = livingOn(state, effectiveOn);
  refuseTooFarAhead('effectiveOn', effectiveOn, today);
  return organization;
}

/** @throws Refusal TOO_FAR_AHEAD */
export function refuseTooFarAhead(field: string, day: Day, today: Day): void {
  const latest = addYears(today, ACTS_YEARS_AHEAD);
  refuseIf(day > latest, 'TOO_FAR_AHEAD', { field, [field]: day, latest });
}

/** @throws Refusal KIND_HAS_NONE */
export function refuseWithout(trait: OrganizationTrait, { registration: { kind } }: Organization): void {
  refuseIf(!kindsWith[trait].includes(kind), 'KIND_HAS_NONE', {
    field: 'organizationId',
    kind,
    kinds: kindsWith[trait],
  });
}

/** The fact, with all findings as they stand after it. */
export function recorded<Event extends OrganizationEvent>(state: OrganizationState, event: Event): readonly Event[] {
  const after = evolve(state, event);
  const findings =
    after.status === 'registered'
      ? findingsOf(after.organization)
      : after.status === 'dissolved'
        ? findingsOf(after.organization, after.dissolvedOn)
        : [];
  return [{ ...event, data: { ...event.data, findings: [...findings] } }];
}
