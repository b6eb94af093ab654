import { z } from 'zod';
import { quotaScopes, subjectKinds } from './edition.ts';
import { exemptions, objectionKinds, objectionOutcomes, outsideReasons, roundSteps } from './round.words.ts';
import { basis, code, count, day, line, organizationId, text } from './schema.ts';

export const editionRef = { editionId: line(200), editionHash: z.string().length(64) };

/** A group of units over which an edition counts a quota. */
export const unitGroup = z.strictObject({ group: line(50), units: z.array(organizationId).min(1).max(2000) });

/** An edition of a round, with whom it grades, and the groups of units that its quotas are counted over. */
export const roundEdition = z.strictObject({
  ...editionRef,
  sector: code,
  subjects: z.array(z.enum(subjectKinds)),
  groups: z.array(unitGroup).max(100).optional(),
});

/** A step of the round; `to` is its last day. */
export const roundStep = z.strictObject({ step: z.enum(roundSteps), from: day.optional(), to: day });

export const exemption = z.strictObject({
  branchId: organizationId,
  because: z.enum(exemptions),
  reason: text(2000).optional(),
  basis: basis.optional(),
});

export const outside = z.strictObject({ branchId: organizationId, reason: z.enum(outsideReasons) });

/** Every grade of the round's editions in their order, zeros included. */
export const distribution = z.array(z.strictObject({ grade: code, label: line(50), count: count() }));

/** The same for one unit; who stands under no unit counts under the nearest organization below the committee. */
export const unitDistribution = z.strictObject({ organizationId, branches: count(), counts: z.record(code, count()) });

export const quotaExceeded = z.strictObject({
  editionId: line(200),
  per: z.enum(quotaScopes),
  /** Of a quota of units: which. */
  unitId: organizationId.optional(),
  /** Of a quota of groups: which; absent: the units of no group. */
  group: line(50).optional(),
  grade: code,
  maxShare: z.string(),
  branches: count(),
  count: count(),
  allowed: count(),
});

/** An item on which so many branches lost points. */
export const lostMost = z.strictObject({
  editionId: line(200),
  aspect: code,
  item: code,
  text: line(500),
  branches: count(),
});

/** A branch with its grade; no score. */
export const listedGrade = z.strictObject({ branchId: organizationId, grade: code });
/** Hexadecimal SHA-256 of a list of branches with their grades (RFC 8785), sorted by branch. */
export const listHash = z.string().length(64);

export const objection = {
  objectionId: line(64),
  branchId: organizationId.optional(),
  kind: z.enum(objectionKinds),
  says: text(2000),
};
export const unitReview = { unitId: organizationId, basis };
export const lateBranch = { branchId: organizationId, reason: text(2000), basis };
export const resolution = { objectionId: line(64), outcome: z.enum(objectionOutcomes), reason: text(2000) };

export type RoundEdition = z.infer<typeof roundEdition>;
export type RoundExemption = z.infer<typeof exemption>;
export type RoundOutside = z.infer<typeof outside>;
export type QuotaExceeded = z.infer<typeof quotaExceeded>;
