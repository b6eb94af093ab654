import { type Answer, type CommandNamed, type ReactionTable, reactionsWith } from '@zhibu/contracts';
import { type Day, dayOf, type RecordedEvent } from '@zhibu/kernel';
import { lostItems } from './lost-item.rules.ts';
import type { facts, Missed } from './answering.lookup.ts';

const whenever = reactionsWith<typeof facts>();

/** A day in the future is not what was found today. */
const found = (effectiveOn: Day, { recordedAt }: RecordedEvent): Day => {
  const recordedOn = dayOf(recordedAt);
  return effectiveOn < recordedOn ? effectiveOn : recordedOn;
};

const identify = (data: CommandNamed<'IdentifyProblem'>['data']): Answer => ({ name: 'IdentifyProblem', data });
const dismiss = (data: CommandNamed<'DismissProblem'>['data']): Answer => ({ name: 'DismissProblem', data });
const openRemediation = (data: CommandNamed<'OpenRemediation'>['data']): Answer => ({ name: 'OpenRemediation', data });
const withdraw = (data: CommandNamed<'WithdrawRemediation'>['data']): Answer => ({ name: 'WithdrawRemediation', data });

/** What ends by a dissolution that it has missed is found by that dissolution. */
const endedBy = ({ eventId, correlationId }: Missed, answer: Answer): Answer => ({
  ...answer,
  cause: { id: eventId, correlationId },
});

/** Who answers whom (domain.md, section 7). Causes have no order between their streams: each is answered by what is known by then. */
export const rectificationReactions: ReactionTable = {
  /** One problem per item that lost points, the same one when the branch is graded again. */
  'grading-names-problems': whenever('BranchGraded')
    .then((event) =>
      lostItems(event.data.findings).map(({ item, aspect, pointsLost, note, evidence }) =>
        identify({
          branchId: event.data.branchId,
          aspect,
          item,
          source: { kind: 'grading', reference: `${event.stream}/${item}` },
          pointsLost,
          ...(note !== undefined && { note }),
          ...(evidence !== undefined && { evidence: evidence.slice(0, 50) }),
          effectiveOn: found(event.data.effectiveOn, event),
        }),
      ),
    )
    .done('BRANCH_DISSOLVED'),

  /** The five basics do not match: one problem per field. */
  'mismatch-names-problems': whenever('DataMatchRecorded')
    .then(({ data, stream, recordedAt }) =>
      data.mismatches.map(({ field, reported, system }) =>
        identify({
          branchId: data.branchId,
          aspect: 'five-basics',
          item: field,
          source: { kind: 'data-match', reference: `${stream}/${field}` },
          mismatch: { reported, system, source: data.source },
          effectiveOn: dayOf(recordedAt),
        }),
      ),
    )
    .done('BRANCH_DISSOLVED'),

  /** The lagging branches of a closed round are remedied: those whose grade is lagging now, named by the closing or not. */
  'closing-opens-remediations': whenever('RoundClosed')
    .finding('laggingOfRounds')
    .then((event, branches = []) =>
      branches.map((branchId) =>
        openRemediation({ branchId, year: event.data.period, effectiveOn: found(event.data.effectiveOn, event) }),
      ),
    )
    .done('NO_CONFIRMED_LAGGING_GRADE', 'BRANCH_DISSOLVED'),

  /** A grade that changes after its round was closed: to lagging opens, away from it withdraws. */
  'change-opens-or-withdraws': whenever('BranchGraded', 'GradeDetermined', 'GradeRevised')
    .finding('isConfirmed')
    .then((event, isConfirmed = false) => {
      if (!isConfirmed) return [];
      const { branchId, period: year, standing, label, ...data } = event.data;
      const effectiveOn = found(data.effectiveOn, event);
      if (standing === 'lagging') return [openRemediation({ branchId, year, effectiveOn })];
      return [withdraw({ branchId, year, reason: 'reason' in data ? data.reason : label, effectiveOn })];
    })
    .done('NO_CONFIRMED_LAGGING_GRADE', 'BRANCH_DISSOLVED', 'REMEDIATION_NOT_OPEN', 'REMEDIATION_STILL_DUE'),

  /** Whatever is open on an organization ends with its dissolution, for that reason. */
  'dissolution-ends-duties': whenever('OrganizationDissolved')
    .finding('openDuties')
    .then(({ data: { organizationId, reason, effectiveOn } }, open = { problems: [], remediations: [] }) => [
      ...open.problems.map((problemId) => dismiss({ problemId, reason, effectiveOn })),
      ...open.remediations.map((year) => withdraw({ branchId: organizationId, year, reason, effectiveOn })),
    ])
    .done('PROBLEM_CLOSED', 'REMEDIATION_NOT_OPEN'),

  /** A duty that opens on a branch whose dissolution is known already ends by that dissolution. */
  'late-duty-ends': whenever('ProblemIdentified', 'ProblemReopened', 'RemediationOpened')
    .finding('missedDissolution')
    .then(({ data }, missed) => {
      if (!missed) return [];
      const { reason, dissolvedOn: effectiveOn } = missed;
      return [
        endedBy(
          missed,
          'problemId' in data
            ? dismiss({ problemId: data.problemId, reason, effectiveOn })
            : withdraw({ branchId: data.branchId, year: data.year, reason, effectiveOn }),
        ),
      ];
    })
    .done('PROBLEM_CLOSED', 'REMEDIATION_NOT_OPEN'),
};
