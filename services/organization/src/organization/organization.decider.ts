import type { OrganizationCommand, OrganizationEvent } from '@zhibu/contracts';
import { type Decider, type Decision, unreachable } from '@zhibu/kernel';
import { move, rename, reportMembership, setCells, setProfile } from './change.decider.ts';
import type { OrganizationFacts } from './facts.ts';
import { confirmSecretary, extendTerm, recordElection, vacateSecretary } from './leadership.decider.ts';
import { cancelRegistration, dissolve, register } from './life.decider.ts';
import { type KnownState, livingOn } from './living.rules.ts';
import { evolveOrganization, initialOrganization, type OrganizationState } from './organization.state.ts';

export interface OrganizationDecision extends Decision {
  readonly command: OrganizationCommand;
  readonly state: OrganizationState;
  readonly event: OrganizationEvent;
  readonly facts: OrganizationFacts;
}

/** The register of one organization: whatever is reported is taken in, and what breaches a regulation is a finding. */
export const organizationDecider: Decider<OrganizationDecision> = {
  initialState: initialOrganization,
  evolve: evolveOrganization,
  decide: (command, state, facts) => {
    if (command.name === 'RegisterOrganization') return register(command.data, state, facts);
    if (command.name === 'DissolveOrganization') return dissolve(command.data, state, facts);
    if (command.name === 'CancelRegistration') return cancelRegistration(command.data, state, facts);
    return decideOnLiving(command, livingOn(state, command.data.effectiveOn), facts);
  },
};

type LifeCommand = 'RegisterOrganization' | 'DissolveOrganization' | 'CancelRegistration';

function decideOnLiving(
  command: Exclude<OrganizationCommand, { readonly name: LifeCommand }>,
  state: KnownState,
  facts: OrganizationFacts,
): readonly OrganizationEvent[] {
  switch (command.name) {
    case 'RenameOrganization':
      return rename(command.data, state);
    case 'MoveOrganization':
      return move(command.data, state, facts);
    case 'ReportMembership':
      return reportMembership(command.data, state);
    case 'RecordElection':
      return recordElection(command.data, state);
    case 'ExtendTerm':
      return extendTerm(command.data, state);
    case 'ConfirmSecretary':
      return confirmSecretary(command.data, state);
    case 'VacateSecretary':
      return vacateSecretary(command.data, state);
    case 'SetCells':
      return setCells(command.data, state);
    case 'SetProfile':
      return setProfile(command.data, state);
  }
  return unreachable(command);
}
