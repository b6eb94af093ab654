import type { OrganizationEvent } from '@zhibu/contracts';
import type { Value } from '@zhibu/database';
import { ALWAYS, type DatedFact, type Day, type RecordedEvent } from '@zhibu/kernel';
import { z } from 'zod';

/** What an event says about an organization, an aspect each; a day of its own where it does not hold from the event's. */
export interface Said {
  readonly aspect: string;
  readonly value: Value;
  readonly from?: Day;
}

type EventOf<Type extends OrganizationEvent['type']> = Extract<OrganizationEvent, { readonly type: Type }>;
type SaidBy = { readonly [Type in OrganizationEvent['type']]: (data: EventOf<Type>['data']) => readonly Said[] };

const one = (aspect: string, value: Value): readonly Said[] => [{ aspect, value }];

const registered = ({
  name,
  sector,
}: {
  readonly name: string;
  readonly sector?: string | undefined;
}): readonly Said[] => [
  { aspect: 'name', value: name, from: ALWAYS },
  { aspect: 'sector', value: sector ?? null, from: ALWAYS },
];

const said: SaidBy = {
  OrganizationRegistered: ({ kind, parentId, ...data }) => [
    ...registered(data),
    { aspect: 'parent', value: parentId ?? null, from: ALWAYS },
    { aspect: 'life', value: { said: 'opened', kind } },
  ],
  RegistrationCorrected: ({ kind, openedOn, ...data }) => [
    ...registered(data),
    { aspect: 'life', value: { said: 'corrected', kind }, from: openedOn },
  ],
  OrganizationRenamed: ({ name }) => one('name', name),
  OrganizationMoved: ({ parentId }) => one('parent', parentId),
  OrganizationDissolved: ({ reason }) => one('life', { said: 'dissolved', reason }),
  OrganizationReinstated: ({ reason }) => one('life', { said: 'reinstated', reason }),
  RegistrationCancelled: () => one('life', { said: 'cancelled' }),
  MembershipReported: ({ fullMembers, probationaryMembers, units }) =>
    one('membership', { full: fullMembers, probationary: probationaryMembers, ...(units && { units }) }),
  FormSet: ({ form, purpose, approvedBy, expectedEnd }) =>
    one('form', {
      form,
      ...(purpose && { purpose }),
      ...(approvedBy && { approvedBy }),
      ...(expectedEnd && { expectedEnd }),
    }),
  SectorSet: ({ sector }) => one('sector', sector),
  JointUnitsSet: ({ unitIds }) => one('units', unitIds),
  CommitteeSet: ({ posts }) => {
    const secretary = posts.find(({ post }) => post === 'secretary');
    return [...one('committee', posts), ...(secretary ? one('secretary', secretary.personId ?? null) : [])];
  },
  ElectionHeld: ({ termYears, committeeSize }) => one('election', { termYears, committeeSize: committeeSize ?? null }),
  ElectionResultConfirmed: ({ heldOn, effectiveOn }) => [
    { aspect: 'confirmation', value: { confirmedOn: effectiveOn }, from: heldOn },
  ],
  TermExtended: ({ until, reason }) => one('extension', { until, reason }),
  SecretaryConfirmed: ({ personId }) => one('secretary', personId),
  SecretaryAppointed: ({ personId }) => one('secretary', personId),
  SecretaryVacated: () => one('secretary', null),
  CellsSet: ({ cells }) => one('cells', cells),
  ProfileSet: ({ feature, brand, highlight }) =>
    one('profile', { feature: feature ?? null, brand: brand ?? null, highlight: highlight ?? null }),
};

/** What an event of an organization's stream says, aspect by aspect. */
export function saidBy<Type extends OrganizationEvent['type']>(event: {
  readonly type: Type;
  readonly data: EventOf<Type>['data'];
}): readonly Said[] {
  return said[event.type](event.data);
}

/** The facts of a life among the events of an organization, in the words of the register's rules. */
export function lifeFacts(events: readonly (RecordedEvent & OrganizationEvent)[]): readonly DatedFact<string | null>[] {
  return events.flatMap((event) =>
    saidBy(event).flatMap(({ aspect, value, from }) =>
      aspect === 'life'
        ? [{ effectiveOn: from ?? event.data.effectiveOn, revision: event.revision, value: life.parse(value).said }]
        : [],
    ),
  );
}

const life = z.object({ said: z.string() });
