import { z } from 'zod';
import {
  expiryReasons,
  programmeKinds,
  programmeLevels,
  reinspectionOutcomes,
  restorationReasons,
  reviewOutcomes,
  reviewSteps,
} from './designation.words.ts';
import { MOST_FINDINGS } from './inspection.shapes.ts';
import { objection, resolution } from './round.shapes.ts';
import { basis, code, day, line, organizationId, period, text } from './schema.ts';

export const designated = { programmeId: code, organizationId };
/** What every event of a designation says. */
export const designationFact = {
  ...designated,
  level: z.enum(programmeLevels),
  programmeKind: z.enum(programmeKinds),
  effectiveOn: day,
};
const reason = text(2000);
const workingDays = z.int().min(1).max(60);

/** 党组（党委）推荐: the paper by which its party group recommends it. */
export const application = { recommendation: basis, statement: text(8000).optional() };

/** 验收合格: by which inspection, and the day of its visit. */
const acceptance = z.strictObject({ inspectionId: code, passedOn: day });
export type Acceptance = z.infer<typeof acceptance>;

/** A returned one names the items to be put in order and until when. */
const reviewSaid = {
  step: z.enum(reviewSteps),
  outcome: z.enum(reviewOutcomes),
  basis: basis.optional(),
  note: reason.optional(),
  items: z.array(line(500)).min(1).max(50).optional(),
  answerBy: day.optional(),
};
/** `inspectionId`: of the acceptance inspection, which goes with the committee's review. */
export const reviewAsked = { ...reviewSaid, inspectionId: code.optional() };
export const review = { ...reviewSaid, acceptance: acceptance.optional() };
export const rejection = { reason, basis: basis.optional() };
/** `to`: the first day on which it is over. */
export const publicNotice = { year: period, from: day, to: day, workingDays, basis: basis.optional() };
const { branchId: _branch, ...objectionSaid } = objection;
export const designationObjection = { ...objectionSaid, raisedOn: day };
export const designationObjectionAsked = { ...objectionSaid, raisedOn: day.optional() };
export const objectionResolution = resolution;

/** `inspectionId`: which was concluded so; `basis`: the paper of one from before the programme was registered here. */
const inspected = { inspectedOn: day, inspectionId: code.optional(), basis: basis.optional() };
const problems = z.array(line(500)).min(1).max(MOST_FINDINGS);
export const reinspectionAsked = { ...inspected, outcome: z.enum(reinspectionOutcomes), problems: problems.optional() };
export const reinspectionPassed = inspected;
/** The second look is due by `graceUntil`. */
export const reinspectionConditional = { ...inspected, problems, graceUntil: day };
/** A case is proposed, or the reason why not recorded, by `proposeBy`. */
export const reinspectionFailed = { ...inspected, problems, proposeBy: day };

export const revocation = { revocationId: code, basis, reason: reason.optional() };
export const restoration = { because: z.enum(restorationReasons), revocationId: code.optional(), reason };
export const expiry = { because: z.enum(expiryReasons), reason: reason.optional() };
export const succession = { predecessorId: organizationId, basis };
/**
 * From before the platform; without `until` it does not expire by itself. `bodyId`: the designating body, whose document the
 * basis is said to be; absent: who recorded it acts for that body or above it.
 */
export const priorDesignation = { basis, source: line(255), until: day.optional(), bodyId: organizationId.optional() };
export const waiver = { reason, basis: basis.optional() };
