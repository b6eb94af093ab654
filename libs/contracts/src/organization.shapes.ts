import { z } from 'zod';
import { findingCodes } from './finding.words.ts';
import { basis, count, day, line, organizationId, personId, text } from './schema.ts';
import { committeePosts, organizationForms, organizationKinds } from './vocabulary.ts';

/**
 * A breach of the regulations as far as this organization's own stream shows it, with the days on which it
 * stands: `from` included, `to` excluded, open when absent. So it is right on any day without an event on it.
 */
export const datedFinding = z.strictObject({ code: z.enum(findingCodes), from: day, to: day.optional() });
export type DatedFinding = z.infer<typeof datedFinding>;

/** Every event of an organization names all its findings as they stand after it; the latest event's list holds. */
export const fact = { organizationId, effectiveOn: day, findings: z.array(datedFinding) };

export const on = { organizationId, effectiveOn: day };

/** What an organization is from its start: a correction may say each of them anew, the code and the parent never. */
export const identity = { kind: z.enum(organizationKinds), name: line(200), sector: line(64).optional() };

/**
 * 党支部形式, with what a temporary branch (临时党支部) is registered with: its purpose, the superior that approved it, and the
 * day on which it is expected to end.
 */
export const formed = {
  form: z.enum(organizationForms),
  purpose: line(200).optional(),
  approvedBy: organizationId.optional(),
  expectedEnd: day.optional(),
};

/** The members of one unit of a joint branch. */
export const unitMembers = z.strictObject({
  unitId: organizationId,
  fullMembers: count(),
  probationaryMembers: count(),
});

/** `units`: a joint branch reports by unit. */
export const membership = {
  fullMembers: count(),
  probationaryMembers: count(),
  units: z.array(unitMembers).min(1).max(50).optional(),
};

/** 职务: who holds it; nobody: it is vacant. */
export const committeePost = z.strictObject({ post: z.enum(committeePosts), personId: personId.optional() });

/** `committeeSize` absent: nobody stated it. 0: there is no committee. `prior`: held before the platform, its result not to be confirmed here. */
export const election = { committeeSize: count(99).optional(), prior: z.literal(true).optional() };

export const profile = { feature: line(200).optional(), brand: line(200).optional(), highlight: line(200).optional() };

export const reasoned = { reason: text(2000), basis };
export const mayBeReasoned = { reason: text(2000), basis: basis.optional() };
