import {
  gradingEvents,
  isOneOf,
  organizationEvents,
  type ProblemCommand,
  problemEvents,
  problemId,
  problemStream,
  remediationEvents,
  remediationStream,
  roundEvents,
} from '@zhibu/contracts';
import { type Day, dayOf, type RecordedEvent } from '@zhibu/kernel';
import type { Answer, Reaction } from '@zhibu/service-kit';
import { lostItems } from './lost-item.rules.ts';

const { BranchGraded, DataMatchRecorded, GradeDetermined, GradeRevised } = gradingEvents;
const { OrganizationDissolved } = organizationEvents;
const { ProblemIdentified, ProblemReopened } = problemEvents;
const { RemediationOpened } = remediationEvents;
const { RoundClosed } = roundEvents;

/** What is open on a branch, and why it must not be. */
export interface EndedDuties {
  readonly problems: readonly string[];
  /** Years under remediation. */
  readonly remediations: readonly string[];
}

/** A dissolution that came before what it ends. */
export interface Missed {
  readonly dissolvedOn: Day;
  readonly reason: string;
  readonly eventId: string;
  readonly correlationId: string;
}

type IdentifyProblem = Extract<ProblemCommand, { name: 'IdentifyProblem' }>['data'];

/** A day in the future is not what was found today. */
const found = (effectiveOn: Day, { recordedAt }: RecordedEvent): Day => {
  const recordedOn = dayOf(recordedAt);
  return effectiveOn < recordedOn ? effectiveOn : recordedOn;
};

const identify = (data: IdentifyProblem): Answer => ({
  name: 'IdentifyProblem',
  data,
  stream: problemStream(problemId(data)),
});
const openRemediation = (branchId: string, year: string, effectiveOn: Day): Answer => ({
  name: 'OpenRemediation',
  data: { branchId, year, effectiveOn },
  stream: remediationStream(branchId, year),
});
const withdraw = (data: {
  readonly branchId: string;
  readonly year: string;
  readonly reason: string;
  readonly effectiveOn: Day;
}): Answer => ({ name: 'WithdrawRemediation', data, stream: remediationStream(data.branchId, data.year) });
const dismiss = (data: { readonly problemId: string; readonly reason: string; readonly effectiveOn: Day }): Answer => ({
  name: 'DismissProblem',
  data,
  stream: problemStream(data.problemId),
});

/** Whenever a branch is graded with points lost: one problem per item, the same one when it is graded again. */
const gradingNamesProblems: Reaction<unknown> = {
  name: 'grading-names-problems',
  whenever: ['BranchGraded'],
  alreadySo: ['BRANCH_DISSOLVED'],
  then: (event) =>
    [event]
      .filter(isOneOf(BranchGraded))
      .flatMap(({ data, stream }) =>
        lostItems(data.findings).map(({ item, aspect, pointsLost, note, evidence }) =>
          identify({
            branchId: data.branchId,
            aspect,
            item,
            source: { kind: 'grading', reference: `${stream}/${item}` },
            pointsLost,
            ...(note !== undefined && { note }),
            ...(evidence !== undefined && { evidence: evidence.slice(0, 50) }),
            effectiveOn: found(data.effectiveOn, event),
          }),
        ),
      ),
};

/** Whenever the five basics do not match: one problem per field. */
const mismatchNamesProblems: Reaction<unknown> = {
  name: 'mismatch-names-problems',
  whenever: ['DataMatchRecorded'],
  alreadySo: ['BRANCH_DISSOLVED'],
  then: (event) =>
    [event]
      .filter(isOneOf(DataMatchRecorded))
      .flatMap(({ data, stream }) =>
        data.mismatches.map(({ field, reported, system }) =>
          identify({
            branchId: data.branchId,
            aspect: 'five-basics',
            item: field,
            source: { kind: 'data-match', reference: `${stream}/${field}` },
            mismatch: { reported, system, source: data.source },
            effectiveOn: dayOf(event.recordedAt),
          }),
        ),
      ),
};

/** Whenever a round is closed: its lagging branches are remedied. `found`: those whose grade is lagging now, named or not. */
const closingOpensRemediations: Reaction<readonly string[]> = {
  name: 'closing-opens-remediations',
  whenever: ['RoundClosed'],
  alreadySo: ['NO_CONFIRMED_LAGGING_GRADE', 'BRANCH_DISSOLVED'],
  then: (event, branches = []) =>
    [event]
      .filter(isOneOf(RoundClosed))
      .flatMap(({ data }) =>
        branches.map((branchId) => openRemediation(branchId, data.period, found(data.effectiveOn, event))),
      ),
};

/** Whenever a grade changes after its round was closed: to lagging opens, away from it withdraws. `found`: the branch, where it is so. */
const changeOpensOrWithdraws: Reaction<readonly string[]> = {
  name: 'change-opens-or-withdraws',
  whenever: ['BranchGraded', 'GradeDetermined', 'GradeRevised'],
  alreadySo: ['NO_CONFIRMED_LAGGING_GRADE', 'BRANCH_DISSOLVED', 'REMEDIATION_NOT_OPEN', 'REMEDIATION_STILL_DUE'],
  then: (event, branches = []) =>
    [event].filter(isOneOf(BranchGraded, GradeDetermined, GradeRevised)).flatMap(({ data }) =>
      branches.map((branchId) => {
        const effectiveOn = found(data.effectiveOn, event);
        if (data.standing === 'lagging') return openRemediation(branchId, data.period, effectiveOn);
        return withdraw({
          branchId,
          year: data.period,
          reason: 'reason' in data ? data.reason : data.label,
          effectiveOn,
        });
      }),
    ),
};

/** What the assessment service's facts lead to. */
export const onAssessment: readonly Reaction<readonly string[]>[] = [
  gradingNamesProblems,
  mismatchNamesProblems,
  closingOpensRemediations,
  changeOpensOrWithdraws,
];

const ENDED = ['PROBLEM_CLOSED', 'REMEDIATION_NOT_OPEN'];

/** Whenever an organization is dissolved: whatever is open on it ends, with the reason of the dissolution. */
export const onOrganization: readonly Reaction<EndedDuties>[] = [
  {
    name: 'dissolution-ends-duties',
    whenever: ['OrganizationDissolved'],
    alreadySo: ENDED,
    then: (event, open = { problems: [], remediations: [] }) =>
      [event]
        .filter(isOneOf(OrganizationDissolved))
        .flatMap(({ data }) => [
          ...open.problems.map((id) => dismiss({ problemId: id, reason: data.reason, effectiveOn: data.effectiveOn })),
          ...open.remediations.map((year) =>
            withdraw({ branchId: data.organizationId, year, reason: data.reason, effectiveOn: data.effectiveOn }),
          ),
        ]),
  },
];

/** Whenever a duty opens on a branch of which the dissolution is known already: it ends by that dissolution. */
export const onRectification: readonly Reaction<Missed>[] = [
  {
    name: 'late-duty-ends',
    whenever: ['ProblemIdentified', 'ProblemReopened', 'RemediationOpened'],
    alreadySo: ENDED,
    then: (event, missed) => {
      if (!missed) return [];
      const { reason, dissolvedOn: effectiveOn, eventId, correlationId } = missed;
      const cause = { id: eventId, correlationId };
      const problems = [event]
        .filter(isOneOf(ProblemIdentified, ProblemReopened))
        .map(({ data }) => dismiss({ problemId: data.problemId, reason, effectiveOn }));
      const remediations = [event]
        .filter(isOneOf(RemediationOpened))
        .map(({ data }) => withdraw({ branchId: data.branchId, year: data.year, reason, effectiveOn }));
      return [...problems, ...remediations].map((answer) => ({ ...answer, cause }));
    },
  },
];
