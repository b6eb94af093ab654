import { z } from 'zod';
import { type CommandOf, commandsOf } from './contract.ts';
import { problemEvidence, problemFinding } from './rectification.events.ts';
import { code, day, line, organizationId, period, personId, text } from './schema.ts';
import { problemId, problemStream, remediationStream } from './streams.ts';
import { escalationLevels } from './vocabulary.ts';

/** Absent: today. */
const effectiveOn = day.optional();
const on = { problemId: z.uuid(), effectiveOn };
/** The superior in whose name it is decided; checked against the register. */
const superiorId = organizationId;

export const problemCommands = commandsOf(
  {
    service: 'rectification',
    aggregate: 'problem',
    streamOf: (data) => problemStream('problemId' in data ? data.problemId : problemId(data)),
  },
  {
    /** The id follows from the source. */
    IdentifyProblem: z.strictObject({ ...problemFinding, effectiveOn }),
    DismissProblem: z.strictObject({ ...on, reason: text(2000) }),
    /** 细化到项、量化到岗、具体到人. */
    OpenRectification: z.strictObject({
      ...on,
      item: code,
      post: line(100),
      responsibleId: personId,
      dueOn: day,
      measures: text(8000).optional(),
    }),
    ReportProgress: z.strictObject({ ...on, says: text(8000) }),
    RequestExtension: z.strictObject({ ...on, until: day, reason: text(2000) }),
    GrantExtension: z.strictObject({ ...on, superiorId }),
    RefuseExtension: z.strictObject({ ...on, superiorId, reason: text(2000) }),
    /** The reporter is whoever sends it. */
    ReportCompletion: z.strictObject({ ...on, says: text(8000), evidence: problemEvidence }),
    /** The verifier is whoever sends it; a rejection states its reason. */
    VerifyCompletion: z.strictObject({ ...on, accepted: z.boolean(), reason: text(2000).optional() }),
    CloseProblem: z.strictObject(on),
    ReopenProblem: z.strictObject({ ...on, reason: text(2000) }),
    /** Sent by the scheduler, for the how manieth due date it was found overdue. */
    Escalate: z.strictObject({ problemId: z.uuid(), level: z.enum(escalationLevels), dueVersion: z.int().min(1) }),
  },
);

const remediation = { branchId: organizationId, year: period, effectiveOn };

export const remediationCommands = commandsOf(
  {
    service: 'rectification',
    aggregate: 'remediation',
    streamOf: (data) => remediationStream(data.branchId, data.year),
  },
  {
    OpenRemediation: z.strictObject(remediation),
    AcceptRemediation: z.strictObject({ ...remediation, superiorId, note: text(2000).optional() }),
    FailRemediation: z.strictObject({ ...remediation, superiorId, reason: text(2000) }),
    WithdrawRemediation: z.strictObject({ ...remediation, reason: text(2000) }),
  },
);

export type ProblemCommand = CommandOf<(typeof problemCommands)[keyof typeof problemCommands]>;
export type RemediationCommand = CommandOf<(typeof remediationCommands)[keyof typeof remediationCommands]>;
