import {
  bodyKinds,
  type CommandNamed,
  type OrganizationKind,
  type ProgrammeCommand,
  programmeContract,
  type ProgrammeEvent,
  refusing,
} from '@zhibu/contracts';
import { contentHash, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { DEFAULTS, knownProgramme } from './programme.rules.ts';
import { evolveProgramme, noProgramme, type Programme, type ProgrammeState } from './programme.state.ts';

const { refusal, refuseIf } = refusing(programmeContract);

const decide = { RegisterProgramme: registerProgramme, RecordApprovalBasis: recordApprovalBasis };

export interface ProgrammeDecision {
  readonly command: ProgrammeCommand;
  readonly state: ProgrammeState;
  readonly event: ProgrammeEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 命名项目: of a level and a kind, by the body of that level. */
export const programmeDecider = decider<ProgrammeDecision>({
  initialState: noProgramme,
  evolve: evolveProgramme,
  decide,
});

export interface BodyFacts extends Sent {
  /** The body's kind, and whether it lives today; null: it is not known. */
  readonly body: { readonly kind: OrganizationKind; readonly alive: boolean } | null;
}

/** Registered again with the same content it records nothing. */
function registerProgramme(
  data: CommandNamed<'RegisterProgramme'>['data'],
  state: ProgrammeState,
  { today, body }: BodyFacts,
): ProgrammeEvent[] {
  const asked = withDefaults(data);
  if (state.status === 'registered') {
    refuseIf(contentHash(withoutDay(state.programme)) !== contentHash(asked), 'PROGRAMME_REGISTERED', {
      field: 'programmeId',
    });
    return [];
  }
  const field = 'bodyId';
  if (!body) throw refusal('ORGANIZATION_UNKNOWN', { field });
  refuseIf(!body.alive, 'ORGANIZATION_DISSOLVED', { field });
  refuseIf(body.kind !== bodyKinds[data.level], 'BODY_OF_OTHER_LEVEL', { field, kind: body.kind, level: data.level });
  return [{ type: 'ProgrammeRegistered', data: { ...asked, effectiveOn: today } }];
}

const withDefaults = (data: CommandNamed<'RegisterProgramme'>['data']): Omit<Programme, 'effectiveOn'> => ({
  ...data,
  subjects: data.subjects ?? [...DEFAULTS.subjects],
  validityYears: data.validityYears ?? DEFAULTS.validityYears,
  noticeWorkingDays: data.noticeWorkingDays ?? DEFAULTS.noticeWorkingDays,
  cycleMonths: data.cycleMonths ?? DEFAULTS.cycleMonths,
});

const withoutDay = ({ effectiveOn: _on, ...registered }: Programme): Omit<Programme, 'effectiveOn'> => registered;

function recordApprovalBasis(
  data: CommandNamed<'RecordApprovalBasis'>['data'],
  state: ProgrammeState,
  { today }: Sent,
): ProgrammeEvent[] {
  const { programme, approval } = knownProgramme(state);
  refuseIf(programme.bodyId !== data.bodyId, 'PROGRAMME_OTHER_BODY', { field: 'bodyId', bodyId: programme.bodyId });
  if (approval?.approval === data.approval && approval.documentNo === data.basis.documentNo) return [];
  return [{ type: 'ApprovalBasisRecorded', data: { ...data, effectiveOn: today } }];
}
