import { z } from 'zod';
import { type EventOf, eventsOf } from './contract.ts';
import { editionContent, standings } from './edition.ts';
import { amount, basis, code, count, day, decimal, line, organizationId, period, text } from './schema.ts';

const editionRef = { editionId: line(200), editionHash: z.string().length(64) };
const subject = { branchId: organizationId, scheme: code, period };
const roundRef = { roundId: line(200), workCommitteeId: organizationId, scheme: code, period };

export const ratingEntry = z
  .strictObject({
    item: code,
    deduction: amount.optional(),
    bonus: amount.optional(),
    note: text(2000).optional(),
    evidence: z.array(line(500)).max(50).optional(),
  })
  .refine(
    (entry) => (entry.deduction === undefined) !== (entry.bonus === undefined),
    'needs either a deduction or a bonus',
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
const computed = {
  score: amount,
  computedGrade: code,
  scoreGrade: code,
  totals: z.array(z.strictObject({ rater: code, weight: z.string(), total: z.string() })),
  decidedBy: z.strictObject({ kind: z.enum(['score', 'gate', 'veto']), codes: z.array(code) }),
  gatesInVain: z.array(code),
  next: nextGrade.nullable(),
  findings: z.array(gradingFinding),
  inputsHash: z.string().length(64),
};

/** What every decision on a grade carries; grade, label, standing and focus are the edition's own. */
const decision = {
  ...subject,
  ...editionRef,
  roundId: line(200),
  workCommitteeId: organizationId,
  grade: code,
  label: line(50),
  standing: z.enum(standings),
  focus: z.boolean(),
  effectiveOn: day,
};

export const editionEvents = eventsOf(
  { service: 'assessment', aggregate: 'edition' },
  {
    EditionDrafted: z.strictObject({ editionId: line(200), content: editionContent }),
    EditionRevised: z.strictObject({ editionId: line(200), content: editionContent }),
    EditionPublished: z.strictObject({ ...editionRef, content: editionContent, basis: basis.optional() }),
    EditionRetired: z.strictObject({ editionId: line(200), effectiveOn: day, reason: text(2000) }),
  },
);

export const roundEvents = eventsOf(
  { service: 'assessment', aggregate: 'round' },
  {
    RoundOpened: z.strictObject({ ...roundRef, ...editionRef }),
    RoundClosed: z.strictObject({
      ...roundRef,
      ...editionRef,
      effectiveOn: day,
      distribution: z.array(z.strictObject({ grade: code, label: line(50), count: count() })),
      branches: count(),
      lagging: z.array(organizationId),
      quotasExceeded: z.array(z.strictObject({ grade: code, maxShare: z.string(), count: count(), allowed: count() })),
      quotaBasis: basis.optional(),
    }),
  },
);

export const gradingEvents = eventsOf(
  { service: 'assessment', aggregate: 'grading' },
  {
    GradingOpened: z.strictObject({ ...subject, ...editionRef, roundId: line(200), workCommitteeId: organizationId }),
    RatingSubmitted: z.strictObject({ ...subject, rater: code, entries: z.array(ratingEntry).max(2000) }),
    PollRecorded: z.strictObject({ ...subject, ballots: count(), answers: z.record(code, count()) }),
    DataMatchRecorded: z.strictObject({
      ...subject,
      source: line(200),
      fields: z.array(dataMatchField).max(500),
      mismatches: z.array(dataMatchField),
    }),
    VetoRecorded: z.strictObject({ ...subject, veto: code, reason: text(2000).optional() }),
    VetoWithdrawn: z.strictObject({ ...subject, veto: code, reason: text(2000) }),
    BranchGraded: z.strictObject({ ...decision, ...computed }),
    GradeDetermined: z.strictObject({
      ...decision,
      computedGrade: code,
      score: amount,
      inputsHash: z.string().length(64),
      reason: text(2000),
      basis,
    }),
    GradeRevised: z.strictObject({ ...decision, ...computed, reason: text(2000), basis }),
    PriorGradeRecorded: z.strictObject({ ...subject, grade: code, effectiveOn: day, basis, source: line(200) }),
  },
);

export type EditionEvent = EventOf<(typeof editionEvents)[keyof typeof editionEvents]>;
export type RoundEvent = EventOf<(typeof roundEvents)[keyof typeof roundEvents]>;
export type GradingEvent = EventOf<(typeof gradingEvents)[keyof typeof gradingEvents]>;
export type RatingEntry = z.infer<typeof ratingEntry>;
export type DataMatchField = z.infer<typeof dataMatchField>;
export type GradingFinding = z.infer<typeof gradingFinding>;
export type NextGrade = z.infer<typeof nextGrade>;
