import type { OrganizationCommand, OrganizationEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import { move, rename, reportMembership, setCells, setProfile } from './change.decider.ts';
import { confirmSecretary, extendTerm, recordElection, vacateSecretary } from './leadership.decider.ts';
import { cancelRegistration, dissolve, register } from './life.decider.ts';
import { evolveOrganization, initialOrganization, type OrganizationState } from './organization.state.ts';

const decide = {
  RegisterOrganization: register,
  RenameOrganization: rename,
  MoveOrganization: move,
  DissolveOrganization: dissolve,
  ReportMembership: reportMembership,
  RecordElection: recordElection,
  ExtendTerm: extendTerm,
  ConfirmSecretary: confirmSecretary,
  VacateSecretary: vacateSecretary,
  SetCells: setCells,
  SetProfile: setProfile,
  CancelRegistration: cancelRegistration,
};

export interface OrganizationDecision {
  readonly command: OrganizationCommand;
  readonly state: OrganizationState;
  readonly event: OrganizationEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** The register of one organization: whatever is reported is taken in, and what breaches a regulation is a finding. */
export const organizationDecider = decider<OrganizationDecision>({
  initialState: initialOrganization,
  evolve: evolveOrganization,
  decide,
});
