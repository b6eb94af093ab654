import type { OrganizationCommand, OrganizationEvent } from '@zhibu/contracts';
import { decider, type FactsOf } from '@zhibu/kernel';
import { move, rename, reportMembership, setCells, setProfile } from './change.decider.ts';
import { setForm, setJointUnits, setSector } from './form.decider.ts';
import {
  appointSecretary,
  confirmElectionResult,
  confirmSecretary,
  extendTerm,
  recordElection,
  setCommittee,
  vacateSecretary,
} from './leadership.decider.ts';
import { dissolve, reinstate } from './life.decider.ts';
import { evolveOrganization, initialOrganization, type OrganizationState } from './organization.state.ts';
import { cancelRegistration, correctRegistration, register } from './registration.decider.ts';

const decide = {
  RegisterOrganization: register,
  CorrectRegistration: correctRegistration,
  RenameOrganization: rename,
  MoveOrganization: move,
  DissolveOrganization: dissolve,
  ReinstateOrganization: reinstate,
  ReportMembership: reportMembership,
  SetForm: setForm,
  SetSector: setSector,
  SetJointUnits: setJointUnits,
  SetCommittee: setCommittee,
  RecordElection: recordElection,
  ConfirmElectionResult: confirmElectionResult,
  ExtendTerm: extendTerm,
  ConfirmSecretary: confirmSecretary,
  AppointSecretary: appointSecretary,
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
