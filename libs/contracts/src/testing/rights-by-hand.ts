import type { DutyName } from '../duty.table.ts';

/**
 * Where a duty lets its holder send a command: about its organization and all that stands under it, only what stands under
 * it, only that organization; of a duty at the platform about anything, or about the platform and what stands above every
 * work committee; where the command is about no organization.
 */
export type Where = 'subtree' | 'below' | 'own' | 'anywhere' | 'above' | 'aboutNothing';

const facts = [
  'AppointSecretary',
  'ConfirmElectionResult',
  'ConfirmSecretary',
  'CorrectPriorGrade',
  'ExtendTerm',
  'RecordDataMatch',
  'RecordElection',
  'RecordPriorDesignation',
  'RecordPriorGrade',
  'RecordStandingMatch',
  'RecordVeto',
  'ReportMembership',
  'SetCells',
  'SetCommittee',
  'SetProfile',
  'VacateSecretary',
  'WithdrawVeto',
];
const rating = ['GradeBranch', 'RecordPoll', 'SubmitRating'];
const judging = [
  'CloseProblem',
  'ConfirmProblemAgain',
  'DismissProblem',
  'IdentifyProblem',
  'OpenRectification',
  'ReassignRectification',
  'ReopenProblem',
];
const reviewing = ['RejectApplication', 'ReviewApplication'];
const designating = [
  'ConfirmSuccession',
  'DecideAppeal',
  'DecideBatch',
  'DecideRevocation',
  'DesignateBranch',
  'RaiseObjection',
  'RecordApprovalBasis',
  'RegisterProgramme',
  'RenewDesignation',
  'ResolveObjection',
  'ReturnPlaque',
  'StartPublicNotice',
  'WaiveRevocation',
];
const asSuperior = [
  ...reviewing,
  'RecordSixHaves',
  ...facts,
  ...rating,
  ...judging,
  'AcceptRemediation',
  'ContinueRemediation',
  'GrantExtension',
  'RefuseExtension',
  'VerifyCompletion',
];
const forItself = [
  'AcknowledgeNotice',
  'ReplyToNotice',
  'ApplyForDesignation',
  'LodgeAppeal',
  'SubmitStatement',
  'WithdrawApplication',
  'PlanRemediation',
  'ReportCompletion',
  'ReportProgress',
  'ReportRemediation',
  'RequestExtension',
];
/** Whoever records something hands in what shows it. */
const showing = ['RegisterEvidence', 'RemoveEvidence'];
const activities = ['CorrectActivity', 'RecordActivity', 'WithdrawActivity'];
const proposing = ['EndDuty', 'ProposeDuty'];
const drafting = ['DraftEdition', 'ReviseEdition'];
const publishing = ['PublishEdition', 'RetireEdition'];
const registering = [
  'CancelRegistration',
  'CorrectRegistration',
  'DissolveOrganization',
  'MoveOrganization',
  'RegisterOrganization',
  'ReinstateOrganization',
  'RenameOrganization',
  'SetForm',
  'SetJointUnits',
  'SetSector',
];
const holdingRounds = [
  'AddRoundEdition',
  'ExemptBranch',
  'OpenGrading',
  'OpenRound',
  'RaiseRoundObjection',
  'StartRoundNotice',
];
const deciding = ['DetermineGrade', 'ReassessGrade', 'ReviseGrade', 'WithdrawDetermination'];
const closingRounds = ['AdmitLateBranch', 'CloseRound', 'ResolveRoundObjection'];

const inspecting = [
  'AdoptPlan',
  'AmendPlan',
  'CancelInspection',
  'ConcludeInspection',
  'IssueNotice',
  'JoinPlanItems',
  'RecordPriorInspection',
  'RecordReinspection',
  'ScheduleInspection',
];
const onTheTeam = ['RecordFinding', 'RecordSpotCheck', 'WithdrawFinding'];
const drawing = ['AnnounceDraw', 'CommitSeed', 'RevealSeed', 'SubstituteDrawn', 'VoidDraw'];

const revoking = ['GrantGrace', 'NotifyBranch', 'ProposeRevocation'];

const office = {
  subtree: [...proposing, ...drawing, ...revoking, ...designating, ...inspecting, 'IssueDocument'],
  below: [...judging, 'VerifyCompletion'],
  aboutNothing: [...drafting, ...publishing],
};

/** access.md, section 2, written by hand: which duty may send which command about what. */
export const byHand: Readonly<Record<DutyName, Readonly<Partial<Record<Where, readonly string[]>>>>> = {
  'province-office': office,
  'city-office': office,
  'committee-clerk': {
    subtree: [...registering, ...facts, ...activities, ...holdingRounds, ...proposing, ...showing, 'IssueDocument'],
    aboutNothing: [...drafting, 'PublishWorkingDays'],
  },
  'committee-decider': {
    subtree: [
      ...deciding,
      ...closingRounds,
      ...drawing,
      ...revoking,
      'ConfirmAcceptance',
      ...designating,
      ...inspecting,
      'IssueDocument',
    ],
    below: asSuperior,
    own: ['DeclareCommonProblem'],
    aboutNothing: publishing,
  },
  'party-group-secretary': { subtree: ['RecordUnitReview', 'RecordSixHaves', ...showing], own: forItself },
  'organ-committee-staff': {
    subtree: ['IssueDocument', ...showing],
    below: [...asSuperior, ...proposing],
    own: [...forItself, 'DeclareCommonProblem'],
  },
  'branch-secretary': { own: [...rating, ...activities, ...showing, ...forItself] },
  rater: { subtree: [...rating, ...showing] },
  verifier: { subtree: ['VerifyCompletion', ...showing] },
  inspector: { subtree: [...onTheTeam, 'VerifyCompletion', 'RecordSixHaves', ...showing] },
  auditor: {},
  'system-administrator': { above: proposing },
  'security-administrator': { anywhere: ['ConfirmDuty', 'RefuseDuty'] },
  'audit-administrator': {},
  'feed-client': {},
};

/** The commands that no person sends: the platform itself does. */
export const byNobody: readonly string[] = [
  'AddGround',
  'CompleteDraw',
  'Escalate',
  'EscalateRemediation',
  'ExpireDesignation',
  'FoundDuties',
  'LapseDraw',
  'MissReveal',
  'OpenRemediation',
  'RestoreDesignation',
  'RevokeDesignation',
  'SealAccessHead',
  'WithdrawRemediation',
];
