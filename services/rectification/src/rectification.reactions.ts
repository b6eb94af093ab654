import { type Answer, type CommandNamed, type ReactionTable, reactionsWith } from '@zhibu/contracts';
import { type Day, dayOf } from '@zhibu/kernel';
import type { facts, Missed } from './answering.lookup.ts';
import { type NamedFinding, toName } from './recorded.rules.ts';

const whenever = reactionsWith<typeof facts>();

/** A day in the future is not what was found today. */
const dayFound = (effectiveOn: Day, { recordedAt }: { readonly recordedAt: string }): Day => {
  const recordedOn = dayOf(recordedAt);
  return effectiveOn < recordedOn ? effectiveOn : recordedOn;
};

const name = (named: NamedFinding): Answer => ({
  ...toName(named),
  // One event may find the same item again in several ways.
  ...(named.confirms !== null && { key: named.finding.source.reference }),
  ...(named.cause && { cause: named.cause }),
});

const dismiss = (data: CommandNamed<'DismissProblem'>['data']): Answer => ({ name: 'DismissProblem', data });
const openRemediation = (data: CommandNamed<'OpenRemediation'>['data']): Answer => ({ name: 'OpenRemediation', data });
const addGround = (data: CommandNamed<'AddGround'>['data']): Answer => ({ name: 'AddGround', data });
const withdraw = (data: CommandNamed<'WithdrawRemediation'>['data']): Answer => ({ name: 'WithdrawRemediation', data });

/** What ends by a dissolution that it has missed is found by that dissolution. */
const endedBy = ({ eventId, correlationId }: Missed, answer: Answer): Answer => ({
  ...answer,
  cause: { id: eventId, correlationId },
});

/**
 * Its organization is gone, so that nothing is there to be confirmed either; or it has ended since it was found again; or it
 * is a province or a city, which may be inspected; or the timetable has named it a moment ago, by its own words.
 */
export const NOT_NAMED = [
  'ORGANIZATION_DISSOLVED',
  'PROBLEM_UNKNOWN',
  'PROBLEM_CLOSED',
  'PROBLEM_DISMISSED',
  'NOT_RECTIFIED_HERE',
  'PROBLEM_EXISTS',
] as const;

/** The events of a grading that decide which grade stands. */
const GRADE_DECISIONS = [
  'BranchGraded',
  'GradeDetermined',
  'GradeRevised',
  'DeterminationWithdrawn',
  'GradeReassessed',
] as const;

/** Who answers whom (domain.md, section 7). Causes have no order between their streams: each is answered by what is known by then. */
export const rectificationReactions: ReactionTable = {
  /**
   * What a grading lost is named when its round is closed, and what a correction says beyond that (domain.md, section 5). An
   * edition names besides what inspections found before it was known.
   */
  'grading-names-problems': whenever(
    'RoundClosed',
    'BranchGraded',
    'GradeRevised',
    'GradeReassessed',
    'EditionPublished',
  )
    .finding('namedFindings')
    .then((_event, found = []) => found.map(name))
    .done(...NOT_NAMED),

  /**
   * A veto is a problem at once, each figure of the five basics that does not match, each of the six haves that is unmet,
   * and each finding that stands when its inspection is concluded.
   */
  'record-names-problems': whenever(
    'VetoRecorded',
    'DataMatchRecorded',
    'StandingMatchRecorded',
    'SixHavesRecorded',
    'InspectionConcluded',
  )
    .finding('namedFindings')
    .then((_event, found = []) => found.map(name))
    .done(...NOT_NAMED),

  /** One rectification for all: what a common problem takes over is a duplicate of it. */
  'common-problem-takes-over': whenever('CommonProblemDeclared')
    .then(({ data: { problems, problemId: of, effectiveOn } }) =>
      problems.map((problemId) => dismiss({ problemId, because: 'duplicate', of, effectiveOn })),
    )
    .done('PROBLEM_CLOSED'),

  /** A veto that is withdrawn was no problem. */
  'withdrawn-veto-is-no-problem': whenever('VetoWithdrawn')
    .finding('problemsOfVetoes')
    .then(({ data: { reason } }, problemId) =>
      problemId === undefined ? [] : [dismiss({ problemId, because: 'entered-in-error', reason })],
    )
    .done('PROBLEM_UNKNOWN', 'PROBLEM_CLOSED'),

  /** The lagging branches of a closed round are remedied: those whose grade is lagging now, named by the closing or not. */
  'closing-opens-remediations': whenever('RoundClosed')
    .finding('laggingOfRounds')
    .then((event, branches = []) =>
      branches.map((branchId) =>
        openRemediation({ branchId, year: event.data.period, effectiveOn: dayFound(event.data.effectiveOn, event) }),
      ),
    )
    .done('NO_CONFIRMED_LAGGING_GRADE', 'BRANCH_DISSOLVED'),

  /** A second lagging grade of the year is another ground of the remediation. */
  'closing-adds-grounds': whenever('RoundClosed')
    .finding('laggingOfRounds')
    .then((event, branches = []) =>
      branches.map((branchId) =>
        addGround({ branchId, year: event.data.period, effectiveOn: dayFound(event.data.effectiveOn, event) }),
      ),
    )
    .done(),

  /** A grade that changes after its round was closed: to lagging opens, away from it withdraws. */
  'change-opens-or-withdraws': whenever(...GRADE_DECISIONS)
    .finding('standingAfter')
    .then((event, now) => {
      if (!now?.isConfirmed || now.lastEventId !== event.id) return [];
      const { branchId, period: year, effectiveOn: day, ...data } = event.data;
      const effectiveOn = dayFound(day, event);
      if (now.isLagging) return [openRemediation({ branchId, year, effectiveOn })];
      const reason = ('reason' in data ? data.reason : undefined) ?? ('label' in data ? data.label : '');
      return [withdraw({ branchId, year, reason, effectiveOn })];
    })
    .done('NO_CONFIRMED_LAGGING_GRADE', 'BRANCH_DISSOLVED', 'REMEDIATION_NOT_OPEN', 'REMEDIATION_STILL_DUE'),

  /** A second lagging grade of the year that a decision brings is another ground of the remediation. */
  'change-adds-grounds': whenever(...GRADE_DECISIONS)
    .finding('standingAfter')
    .then((event, now) => {
      if (!now?.isConfirmed || !now.isLagging || now.lastEventId !== event.id) return [];
      const { branchId, period: year, effectiveOn } = event.data;
      return [addGround({ branchId, year, effectiveOn: dayFound(effectiveOn, event) })];
    })
    .done(),

  /** Whatever is open on an organization ends with its dissolution, for that reason. */
  'dissolution-ends-duties': whenever('OrganizationDissolved')
    .finding('openDuties')
    .then(({ data: { organizationId, reason, effectiveOn } }, open = { problems: [], remediations: [] }) => [
      ...open.problems.map((problemId) => dismiss({ problemId, because: 'branch-dissolved', reason, effectiveOn })),
      ...open.remediations.map((year) => withdraw({ branchId: organizationId, year, reason, effectiveOn })),
    ])
    .done('PROBLEM_CLOSED', 'REMEDIATION_NOT_OPEN'),

  /** What a dissolution ended that was an error is open again. */
  'reinstatement-reopens-duties': whenever('OrganizationReinstated')
    .finding('endedDuties')
    .then((event, ended = { problems: [], remediations: [] }) => {
      const { organizationId: branchId, reason, effectiveOn } = event.data;
      return [
        ...ended.problems.map((problemId): Answer => ({ name: 'ReopenProblem', data: { problemId, reason } })),
        ...ended.remediations.map((year) =>
          openRemediation({ branchId, year, effectiveOn: dayFound(effectiveOn, event) }),
        ),
      ];
    })
    .done('PROBLEM_NOT_CLOSED', 'ORGANIZATION_DISSOLVED', 'NO_CONFIRMED_LAGGING_GRADE', 'BRANCH_DISSOLVED'),

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
            ? dismiss({ problemId: data.problemId, because: 'branch-dissolved', reason, effectiveOn })
            : withdraw({ branchId: data.branchId, year: data.year, reason, effectiveOn }),
        ),
      ];
    })
    .done('PROBLEM_CLOSED', 'REMEDIATION_NOT_OPEN'),
};
