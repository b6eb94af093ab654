import {
  type CommandNamed,
  type OrganizationCommand,
  organizationContract,
  type OrganizationEvent,
  refusing,
} from '@zhibu/contracts';
import { type Day, evolving } from '@zhibu/kernel';
import { findingsOf } from './organization.rules.ts';
import { evolveOrganization, type OrganizationState } from './organization.state.ts';

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
 * An organization on a day of its life. What happened before a dissolution may still be reported after it.
 * @throws Refusal also BEFORE_OPENING, ORGANIZATION_DISSOLVED
 */
export function livingOn(state: OrganizationState, day: Day): KnownState {
  const found = known(state);
  const { openedOn } = found.organization.registration;
  refuseIf(day < openedOn, 'BEFORE_OPENING', { field: 'effectiveOn', effectiveOn: day, openedOn });
  if (found.status === 'dissolved' && day >= found.dissolvedOn) {
    throw refusal('ORGANIZATION_DISSOLVED', { field: 'organizationId', dissolvedOn: found.dissolvedOn });
  }
  return found;
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
