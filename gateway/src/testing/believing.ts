import {
  type DutyCommand,
  type DutyEvent,
  type OrganizationCommand,
  type OrganizationEvent,
  refusal,
  type ServiceName,
} from '@zhibu/contracts';
import type { Aggregate } from '@zhibu/event-store';
import { derivedId } from '@zhibu/kernel';
import type { ServiceDefinition } from '@zhibu/service-kit';

interface Believing {
  readonly command: OrganizationCommand;
  readonly state: { readonly registered: boolean };
  readonly event: OrganizationEvent;
  readonly facts: undefined;
}

/** A register that believes what it is told, but for a code that it has or has not: enough to try the doors with. */
const organization: Aggregate<Believing> = {
  decider: {
    initialState: { registered: false },
    // Not a switch over all: a new command needs no word here.
    decide: ({ name, data }, state) => {
      if (name === 'RenameOrganization') return [{ type: 'OrganizationRenamed', data: { ...data, findings: [] } }];
      if (name === 'ReportMembership') throw new Error('a fault that nobody foresaw, with a secret');
      if (name !== 'RegisterOrganization') return [];
      if (state.registered) throw refusal('ORGANIZATION_EXISTS', { organizationId: data.code });
      const { openedOn, ...rest } = data;
      return [
        {
          type: 'OrganizationRegistered',
          data: { ...rest, organizationId: data.code, effectiveOn: openedOn, findings: [] },
        },
      ];
    },
    evolve: () => ({ registered: true }),
  },
  facts: async () => undefined,
};

/** Duties that are founded whenever it is asked for, once a person. */
const duty: Aggregate<{
  readonly command: DutyCommand;
  readonly state: { readonly founded: boolean };
  readonly event: DutyEvent;
  readonly facts: undefined;
}> = {
  decider: {
    initialState: { founded: false },
    decide: ({ name, data }, { founded }) => {
      if (name !== 'FoundDuties' || founded) return [];
      const { personId, duties, merged } = data;
      const effectiveOn = '2023-01-01';
      const named = duties.map((one) => ({ dutyId: derivedId(personId, one), duty: one }));
      return [
        ...(merged ? [{ type: 'DutiesMerged' as const, data: { personId, effectiveOn, duties } }] : []),
        { type: 'DutiesFounded', data: { personId, effectiveOn, duties: named } },
      ];
    },
    evolve: () => ({ founded: true }),
  },
  facts: async () => undefined,
};

/** A service with the real doors and store, whose own rules are not what is tested. */
export const believing = (name: ServiceName): ServiceDefinition => ({
  name,
  migrations: [],
  lookups: [],
  aggregates: () => ({ organization, duty }),
});
