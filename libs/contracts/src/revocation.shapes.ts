import { z } from 'zod';
import { designationFact } from './designation.shapes.ts';
import { programmeLevels } from './designation.words.ts';
import { appealOutcomes, revocationGrounds, revocationOutcomes } from './revocation.words.ts';
import { basis, code, day, organizationId, personId, text } from './schema.ts';

/** The case; each is of one designation. */
export const revocationSubject = { revocationId: code };
/** What every event of a case says. */
export const revocationFact = { ...revocationSubject, ...designationFact };
const reason = text(2000);
const says = text(8000);

/** A finding of an inspection that stands behind a ground. */
const finding = { inspectionId: code, findingId: z.uuid() };
const groundOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ ground: z.enum(revocationGrounds), findings: z.array(z.strictObject(shape)).min(1).max(50) });
const groundsOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(groundOf(shape)).min(1).max(revocationGrounds.length);

export const proposalAsked = { grounds: groundsOf(finding), facts: says };
/**
 * `designatedOn`: the first day of the designation that is to be revoked, for the organization may be designated anew later.
 * `says`: the finding as the inspection has it. `inspectors`: who inspected, so that others look the second time. `bodyId`:
 * who proposes. `decideBy`: until when the case is to be decided.
 */
export const proposal = {
  designatedOn: day,
  grounds: groundsOf({ ...finding, says: text(2000) }),
  facts: says,
  inspectors: z.array(personId).min(1).max(1000),
  bodyId: organizationId,
  decideBy: day,
};

/** 拟取消命名告知书. `respondBy`: the last day on which the branch may respond before it is decided. */
export const notification = { basis, respondBy: day };
export const statement = { says };
/** `until`: the last day of the grace. */
export const grace = { until: day, reason };

/** `revokedFrom`: the day from which on it is revoked; absent: today. */
export const decisionAsked = {
  outcome: z.enum(revocationOutcomes),
  basis,
  reason: reason.optional(),
  revokedFrom: day.optional(),
};
/**
 * `designatedOn`: as in the proposal. `bodyId`, `bodyLevel`: who decided. `secondInspectionId`: by which the grace ended. `appealBy`: the last day of an appeal.
 * `late`: after the day on which it was due.
 */
export const decision = {
  ...decisionAsked,
  designatedOn: day,
  bodyId: organizationId,
  bodyLevel: z.enum(programmeLevels),
  secondInspectionId: code.optional(),
  appealBy: day.optional(),
  late: z.literal(true).optional(),
};

export const appeal = { says, decideBy: day };
export const appealDecisionAsked = { outcome: z.enum(appealOutcomes), basis, reason: reason.optional() };
export const appealDecision = { ...appealDecisionAsked, bodyId: organizationId, late: z.literal(true).optional() };
