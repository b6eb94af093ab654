import { z } from 'zod';
import { standings } from './edition.ts';
import { inputWords } from './input.words.ts';
import { amount, basis, code, day, decimal, evidenceLines, line, organizationId, period, text } from './schema.ts';

const editionRef = { editionId: line(200), editionHash: z.string().length(64) };
/** What is graded: one branch by one scheme for one year. */
export const subject = { branchId: organizationId, scheme: code, period };
/** Under which edition, and in whose round. */
export const assignment = { ...subject, ...editionRef, roundId: line(200), workCommitteeId: organizationId };

export const ratingEntry = z
  .strictObject({
    item: code,
    deduction: amount.optional(),
    bonus: amount.optional(),
    note: text(2000).optional(),
    evidence: evidenceLines.optional(),
  })
  .refine(
    (entry) => (entry.deduction === undefined) !== (entry.bonus === undefined),
    inputWords.oneOfDeductionAndBonus.en,
  );

/** A value of the five basics: a decimal, or null where nothing was stated. */
export const dataMatchField = z.strictObject({ field: code, reported: decimal.nullable(), system: decimal.nullable() });

/** One cause of points lost: capped at the item's points, unweighted. The poll gives none. */
export const gradingFinding = z.strictObject({
  item: code,
  aspect: code,
  rater: code,
  pointsLost: amount,
  note: text(8000).optional(),
  evidence: z.array(line(500)).optional(),
});

/** What a better grade would have needed, and what stood in its way. */
export const nextGrade = z.strictObject({
  grade: code,
  label: line(50),
  pointsShort: amount,
  blockedBy: z.array(
    z.strictObject({
      kind: z.enum(['gate', 'veto']),
      code,
      says: line(500),
      measured: z.string().optional(),
      bound: z.string().optional(),
    }),
  ),
});

/** A grade with everything that led to it. `decidedBy` names what set the grade: the score, a gate or a veto. */
export const computed = {
  score: amount,
  computedGrade: code,
  scoreGrade: code,
  totals: z.array(
    z.strictObject({
      rater: code,
      label: line(50),
      kind: z.enum(['itemised', 'poll']),
      weight: z.string(),
      total: z.string(),
    }),
  ),
  decidedBy: z.strictObject({ kind: z.enum(['score', 'gate', 'veto']), codes: z.array(code) }),
  /** The gates that held: whether one lowered the grade, or held without lowering anything. */
  gates: z.array(
    z.strictObject({ code, says: line(500), measured: z.string(), bound: z.string(), lowered: z.boolean() }),
  ),
  /** The vetoes in force, each with the event that recorded it. */
  vetoes: z.array(
    z.strictObject({
      veto: code,
      says: line(500),
      reason: text(2000).optional(),
      basis: basis.optional(),
      effectiveOn: day,
      eventId: z.uuid(),
    }),
  ),
  next: nextGrade.nullable(),
  findings: z.array(gradingFinding),
  inputsHash: z.string().length(64),
};

/** What every decision on a grade carries; grade, label, standing and focus are the edition's own. */
export const decision = {
  ...assignment,
  grade: code,
  label: line(50),
  standing: z.enum(standings),
  focus: z.boolean(),
  effectiveOn: day,
  /**
   * Of a decision that needs no closing any more: who made it, or admitted the branch late, rated for the superior too; or who
   * did either was on the team of an inspection of the branch.
   */
  sameHand: z.literal(true).optional(),
};

export type ComputedShape = z.infer<z.ZodObject<typeof computed>>;
export type RatingEntry = z.infer<typeof ratingEntry>;
export type DataMatchField = z.infer<typeof dataMatchField>;
export type GradingFinding = z.infer<typeof gradingFinding>;
export type NextGrade = z.infer<typeof nextGrade>;
