import { type CommandNamed, type ProgrammeKind, type ProgrammeLevel, type RevocationEvent } from '@zhibu/contracts';
import { contentHash, type Day } from '@zhibu/kernel';
import {
  type BodiesFacts,
  bodyActing,
  DECIDED_WITHIN_DAYS,
  type Inspected,
  isOnSite,
  refusal,
  refuseIf,
  within,
} from './revocation.rules.ts';
import type { RevocationState } from './revocation.state.ts';

/** A designation as it stands today. */
export interface DesignationToday {
  readonly level: ProgrammeLevel;
  readonly programmeKind: ProgrammeKind;
  /** Its first day; null: it is not in force. */
  readonly designatedOn: Day | null;
}

/** An inspection with what it found. */
export interface InspectionBehind extends Inspected {
  readonly findings: readonly { readonly findingId: string; readonly says: string }[];
}

export interface ProposalFacts extends BodiesFacts {
  /** null: there is none such. */
  readonly designation: DesignationToday | null;
  /** Another case of the same designation that is under way; null: there is none. */
  readonly open: string | null;
  /** Those that the grounds name, as far as they are there. */
  readonly inspections: readonly InspectionBehind[];
}

type Propose = CommandNamed<'ProposeRevocation'>['data'];

/** 提出取消命名: on findings of concluded inspections, at least one of them on site. */
export function proposeRevocation(data: Propose, state: RevocationState, facts: ProposalFacts): RevocationEvent[] {
  if (state.status !== 'none') {
    refuseIf(!isSame(data, state), 'REVOCATION_KNOWN', { field: 'revocationId' });
    return [];
  }
  const { designation, open, today } = facts;
  const designatedOn = designation?.designatedOn ?? null;
  if (!designation || designatedOn === null) throw refusal('DESIGNATION_NOT_IN_FORCE', { field: 'programmeId' });
  refuseIf(open !== null, 'REVOCATION_OPEN', { field: 'programmeId', revocationId: open });
  const { grounds, behind } = foundBehind(data, facts);
  const { revocationId, programmeId, organizationId, facts: happened } = data;
  const { level, programmeKind } = designation;
  return [
    {
      type: 'RevocationProposed',
      data: {
        revocationId,
        programmeId,
        organizationId,
        level,
        programmeKind,
        effectiveOn: today,
        designatedOn,
        grounds,
        facts: happened,
        inspectors: [...new Set(behind.flatMap(({ team }) => team))].sort(),
        bodyId: bodyActing(facts).id,
        decideBy: within(DECIDED_WITHIN_DAYS, today),
      },
    },
  ];
}

/** The same case: of the same designation, on the same findings, told in the same words. */
function isSame(
  { programmeId, organizationId, grounds, facts }: Propose,
  { subject, proposal }: Exclude<RevocationState, { status: 'none' }>,
): boolean {
  const named = proposal.grounds.map(({ ground, findings }) => ({
    ground,
    findings: findings.map(({ inspectionId, findingId }) => ({ inspectionId, findingId })),
  }));
  const known = { programmeId: subject.programmeId, organizationId: subject.organizationId };
  return (
    contentHash({ programmeId, organizationId, grounds, facts }) ===
    contentHash({ ...known, grounds: named, facts: proposal.facts })
  );
}

type Grounds = Extract<RevocationEvent, { type: 'RevocationProposed' }>['data']['grounds'];

/** The grounds with their findings in words, and the inspections behind them. */
function foundBehind(
  { organizationId, grounds }: Propose,
  { inspections }: ProposalFacts,
): { readonly grounds: Grounds; readonly behind: readonly InspectionBehind[] } {
  const twice = new Set(grounds.map(({ ground }) => ground)).size < grounds.length;
  refuseIf(twice, 'GROUND_TWICE', { field: 'grounds' });
  const concluded = new Map(
    inspections
      .filter((one) => one.isConcluded && one.organizationId === organizationId)
      .map((one) => [one.inspectionId, one]),
  );
  const behind = new Set<InspectionBehind>();
  const found = grounds.map(({ ground, findings }, at) => ({
    ground,
    findings: findings.map(({ inspectionId, findingId }, place) => {
      const inspection = concluded.get(inspectionId);
      const finding = inspection?.findings.find((one) => one.findingId === findingId);
      const field = `grounds.${at}.findings.${place}`;
      if (!inspection || !finding) throw refusal('GROUND_FINDING_UNKNOWN', { field, inspectionId, findingId });
      behind.add(inspection);
      return { inspectionId, findingId, says: finding.says };
    }),
  }));
  refuseIf(![...behind].some(isOnSite), 'EVIDENCE_REMOTE_ONLY', { field: 'grounds' });
  return { grounds: found, behind: [...behind] };
}
