import { z } from 'zod';
import {
  amount,
  basis,
  code,
  count,
  day,
  decimal,
  evidenceLines,
  line,
  organizationId,
  period,
  personId,
  text,
} from './schema.ts';
import { commonProblem, problemId } from './streams.ts';
import { dismissalReasons, problemSources, toldLevels } from './vocabulary.ts';

/** Where a problem was found; the reference says which finding of that kind it is. */
export const problemSource = z
  .strictObject({ kind: z.enum(problemSources), reference: line(500) })
  .meta({ id: 'ProblemSource' });

/** A figure of the five basics that does not agree with the system's. */
const mismatch = z.strictObject({ reported: decimal.nullable(), system: decimal.nullable(), source: line(200) });

/** One of several small losses of an aspect that are one problem. */
const smallLoss = z.strictObject({ item: code, says: line(500), pointsLost: amount });

/** How a problem shows, each time it is found. */
export const problemShows = {
  source: problemSource,
  /** The year that it was found to be a problem of. */
  period: period.optional(),
  note: text(8000).optional(),
  pointsLost: amount.optional(),
  losses: z.array(smallLoss).max(200).optional(),
  mismatch: mismatch.optional(),
  evidence: evidenceLines.optional(),
};

/** What a problem is, as it was found. `item` absent: several small losses of the aspect, which `losses` names. */
export const problemFinding = { organizationId, aspect: code, item: code.optional(), ...problemShows };

const fact = { problemId: z.uuid(), organizationId, effectiveOn: day };
/** While a rectification goes on: its due date, and the how manieth of the problem this is. */
const running = { dueOn: day, dueVersion: z.int().min(1) };
const reason = text(2000);
/** Of a step that is dated back: why. */
const datedBack = { reason: reason.optional() };

/** What events of a problem carry, and what they carry while a rectification goes on. */
export const problemFact = fact;
export const rectificationFact = { ...fact, ...running };

/** What steps of a rectification say. */
export const rectificationOrder = {
  item: code.optional(),
  post: line(100),
  responsibleId: personId,
  measures: text(8000).optional(),
  basis: basis.optional(),
};

export const dismissal = {
  because: z.enum(dismissalReasons),
  /** Of a duplicate: the problem that it is one of. */
  of: z.uuid().optional(),
  basis: basis.optional(),
};

/** What the declaration of a common problem names, and what it found. */
export const commonNamed = {
  organizationId,
  aspect: code,
  item: code,
  basis,
  editionId: line(200).optional(),
  effectiveOn: day.optional(),
  ...datedBack,
};
export const commonDeclared = {
  problems: z.array(z.uuid()).max(5000),
  branches: count(),
  among: count(),
  basis,
  ...datedBack,
};

/** What is told of an overdue: since when, of the how manieth due date, whose level it is as far as the tree was known. */
export const escalationTold = {
  dueOn: day,
  dueVersion: z.int().min(0),
  level: z.enum(toldLevels),
  answeringId: organizationId.optional(),
};

/** The problem that a command is about: named, or by the source that it states. */
export function problemAsked(
  data: { readonly problemId: string } | Parameters<typeof problemId>[0] | Parameters<typeof commonProblem>[0],
): string {
  if ('problemId' in data) return data.problemId;
  return problemId('source' in data ? data : commonProblem(data));
}

/** What every command on a problem may say: the day, and why it is dated back. Absent: today. */
export const onProblem = { problemId: z.uuid(), effectiveOn: day.optional(), ...datedBack };
export const datedBackReason = datedBack;

export type ProblemSource = z.infer<typeof problemSource>;
