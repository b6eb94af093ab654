import { z } from 'zod';
import { type EventOf, eventsOf } from './contract.ts';
import { amount, code, day, decimal, line, organizationId, period, personId, text } from './schema.ts';
import { escalationLevels, problemSources } from './vocabulary.ts';

/** Where a problem was found; the reference says which finding of that kind it is. */
export const problemSource = z
  .strictObject({ kind: z.enum(problemSources), reference: line(500) })
  .meta({ id: 'ProblemSource' });

/** A figure of the five basics that does not agree with the system's. */
const mismatch = z.strictObject({ reported: decimal.nullable(), system: decimal.nullable(), source: line(200) });

export const problemEvidence = z.array(line(500)).max(50);

const fact = { problemId: z.uuid(), branchId: organizationId, effectiveOn: day };

/** While a rectification goes on: its due date, and the how manieth of the problem this is. */
const running = { dueOn: day, dueVersion: z.int().min(1) };

/** What a problem is, as it was found. */
export const problemFinding = {
  branchId: organizationId,
  aspect: code,
  item: code,
  source: problemSource,
  note: text(8000).optional(),
  pointsLost: amount.optional(),
  mismatch: mismatch.optional(),
  evidence: problemEvidence.optional(),
};

export const problemEvents = eventsOf(
  { service: 'rectification', aggregate: 'problem' },
  {
    /** `recurrenceOf`: the problem of the same branch, aspect and item closed within 365 days before. */
    ProblemIdentified: z.strictObject({ ...fact, ...problemFinding, recurrenceOf: z.uuid().optional() }),
    ProblemDismissed: z.strictObject({ ...fact, reason: text(2000) }),
    RectificationOpened: z.strictObject({
      ...fact,
      ...running,
      item: code,
      post: line(100),
      responsibleId: personId,
      measures: text(8000).optional(),
    }),
    ProgressReported: z.strictObject({ ...fact, ...running, says: text(8000), reporterId: personId }),
    ExtensionRequested: z.strictObject({ ...fact, ...running, until: day, reason: text(2000) }),
    ExtensionGranted: z.strictObject({ ...fact, ...running, superiorId: organizationId, reason: text(2000) }),
    ExtensionRefused: z.strictObject({ ...fact, ...running, superiorId: organizationId, reason: text(2000) }),
    CompletionReported: z.strictObject({ ...fact, says: text(8000), evidence: problemEvidence, reporterId: personId }),
    CompletionVerified: z.strictObject({ ...fact, verifierId: personId, note: text(2000).optional() }),
    CompletionRejected: z.strictObject({ ...fact, ...running, verifierId: personId, reason: text(2000) }),
    ProblemClosed: z.strictObject(fact),
    ProblemReopened: z.strictObject({ ...fact, reason: text(2000) }),
    /** `organizationId`: whose the level is, as far as the tree was known; the branch itself, its unit, its work committee. */
    RectificationEscalated: z.strictObject({
      ...fact,
      ...running,
      level: z.enum(escalationLevels),
      organizationId: organizationId.optional(),
    }),
  },
);

const remediation = { branchId: organizationId, year: period, effectiveOn: day };

export const remediationEvents = eventsOf(
  { service: 'rectification', aggregate: 'remediation' },
  {
    /** 后进整顿. `grounds`: the confirmed grades of lagging standing, one a scheme. */
    RemediationOpened: z.strictObject({
      ...remediation,
      grounds: z.array(z.strictObject({ scheme: code, roundId: line(200) })),
    }),
    RemediationAccepted: z.strictObject({ ...remediation, superiorId: organizationId, note: text(2000).optional() }),
    RemediationFailed: z.strictObject({ ...remediation, superiorId: organizationId, reason: text(2000) }),
    RemediationWithdrawn: z.strictObject({
      ...remediation,
      because: z.enum(['grade-changed', 'branch-dissolved']),
      reason: text(2000),
    }),
  },
);

export type ProblemEvent = EventOf<(typeof problemEvents)[keyof typeof problemEvents]>;
export type RemediationEvent = EventOf<(typeof remediationEvents)[keyof typeof remediationEvents]>;
export type ProblemSource = z.infer<typeof problemSource>;
