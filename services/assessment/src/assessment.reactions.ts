import { type Answer, type ReactionTable, reactionsWith } from '@zhibu/contracts';
import type { facts } from './answering.lookup.ts';
import { restoreBy, revokeBy } from './designation/revocation.rules.ts';
import type { Designation } from './designations.lookup.ts';
import { type Reinspection, reinspectionsIn } from './conclusions.rules.ts';

const whenever = reactionsWith<typeof facts>();

const expire = ({ programmeId, organizationId }: Designation, reason: string): Answer => ({
  name: 'ExpireDesignation',
  data: { programmeId, organizationId, reason },
});

const reinspect = (data: Reinspection): Answer => ({ name: 'RecordReinspection', data });

/** It is not in force, or not yet known to be; a reinspection has failed already; or it was settled, or begun, after the visit. */
const NOT_REINSPECTED = ['NOT_DESIGNATED', 'REINSPECTION_FAILED', 'BEFORE_LAST_STEP'] as const;

/** Who answers whom (domain.md, section 7). What a dissolution missed, or a coming day brings, the timetable finds. */
export const assessmentReactions: ReactionTable = {
  /** Whatever goes on of an organization's designations ends with its dissolution. */
  'dissolution-expires-designations': whenever('OrganizationDissolved')
    .finding('runningDesignations')
    .then(({ data: { reason } }, running = []) => running.map((designation) => expire(designation, reason)))
    .done('NOT_DESIGNATED', 'EXPIRY_NOT_DUE'),

  /** 取消命名, by the decision on a case; before what an appeal against it leads to. */
  'decision-revokes-designation': whenever('RevocationDecided')
    .finding('revocationActing')
    .then((_decided, acting) => (acting ? [revokeBy(acting)] : []))
    .done('NOT_DESIGNATED'),

  /** 恢复命名, from the day on which it was revoked; what was to be revoked on a coming day is in force anyway. */
  'appeal-restores-designation': whenever('AppealDecided')
    .then(({ data: { outcome, reason = null, ...of } }) => (outcome === 'uphold' ? [] : [restoreBy({ ...of, reason })]))
    .done('NOTHING_TO_RESTORE'),

  /** 复核: its conclusion is recorded on each designation reviewed. */
  'conclusion-reinspects-designations': whenever('InspectionConcluded')
    .then(({ data }) => reinspectionsIn(data).map(reinspect))
    .done(...NOT_REINSPECTED),

  /** What was concluded of a designation before it was known here, or while it had ended, is recorded once it is in force. */
  'late-designation-is-reinspected': whenever(
    'PriorDesignationRecorded',
    'BranchDesignated',
    'DesignationPassed',
    'DesignationRestored',
  )
    .finding('missedReinspections')
    .then((_event, missed = []) =>
      missed.map(({ said, eventId: id, correlationId }) => ({
        ...reinspect(said),
        cause: { id, correlationId },
        key: said.inspectionId,
      })),
    )
    .done(...NOT_REINSPECTED),
};
