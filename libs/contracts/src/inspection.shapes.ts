import { z } from 'zod';
import { inputWords } from './input.words.ts';
import {
  cancellationReasons,
  inspectionModes,
  inspectionOutcomes,
  inspectionPurposes,
  inspectionScopes,
  severities,
  spotCheckKinds,
} from './inspection.words.ts';
import { basis, code, count, day, line, organizationId, personId, text } from './schema.ts';

/** At most so many findings stand in a conclusion: one event holds them all, in words. */
export const MOST_FINDINGS = 100;
/** At most so many spot checks are recorded of one inspection. */
export const MOST_SPOT_CHECKS = 100;

export const inspected = { inspectionId: code };
/** What every event of an inspection says; `bodyId`: which inspects. */
export const inspectionFact = { ...inspected, organizationId, bodyId: organizationId, effectiveOn: day };
export const inspectionReason = text(2000);

const kindOfVisit = {
  scope: z.enum(inspectionScopes),
  mode: z.enum(inspectionModes),
  purpose: z.enum(inspectionPurposes),
};
/** 督查组: two or more, the leader among them. */
const byTeam = { leaderId: personId, team: z.array(personId).min(2).max(20) };

/** What is planned; `designations`: the programmes whose designations of the organization are reviewed. */
export const scheduled = {
  ...kindOfVisit,
  ...byTeam,
  visitOn: day,
  planItem: code.optional(),
  drawId: code.optional(),
  basis: basis.optional(),
  designations: z.array(code).min(1).max(20).optional(),
};

/** 以往督查: from before the platform. A team of which no names are kept has its size. */
const whatWasFound = { aspect: code, item: code, says: line(500), severity: z.enum(severities) };
const priorVisit = {
  ...kindOfVisit,
  outcome: z.enum(inspectionOutcomes),
  teamSize: z.int().min(2).max(20).optional(),
  basis,
  source: line(255),
  note: text(2000).optional(),
};
/** `bodyId`: whose document the basis is said to be; absent: who records it acts for that body or above it. */
export const priorInspection = {
  ...priorVisit,
  visitedOn: day,
  bodyId: organizationId.optional(),
  findings: z.array(z.strictObject(whatWasFound)).max(MOST_FINDINGS).optional(),
};
/** What was found has ids of its own, as findings have that are made here. */
export const priorInspected = {
  ...priorVisit,
  findings: z.array(z.strictObject({ findingId: z.uuid(), ...whatWasFound })).max(MOST_FINDINGS),
};

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, inputWords.wrongFormat.en);
const whatIsFound = {
  aspect: code,
  item: code,
  says: line(500),
  severity: z.enum(severities),
  programmeId: code.optional(),
};

export const finding = {
  findingId: z.uuid(),
  ...whatIsFound,
  evidence: z
    .array(sha256.meta({ refers: 'evidence' }))
    .max(20)
    .optional(),
  foundOn: day,
};
export type InspectionFinding = z.infer<z.ZodObject<typeof finding>>;

export const spotCheck = {
  spotCheckId: z.uuid(),
  kind: z.enum(spotCheckKinds),
  askedCount: z.int().min(1).max(10_000),
  rightCount: count(10_000),
  checkedOn: day,
};
export type SpotCheck = z.infer<z.ZodObject<typeof spotCheck>>;

const outcome = z.enum(inspectionOutcomes);

/** `concludeBy`: the last day of the term; `late`: concluded after it, for the reason stated. */
export const concluded = {
  ...kindOfVisit,
  ...byTeam,
  visitedOn: day,
  outcome,
  counts: z.strictObject({ minor: count(), major: count(), grave: count() }),
  findings: z.array(z.strictObject({ findingId: z.uuid(), ...whatIsFound })).max(MOST_FINDINGS),
  designations: z.array(z.strictObject({ programmeId: code, outcome })).max(20),
  concludeBy: day,
  late: z.literal(true).optional(),
  reason: inspectionReason.optional(),
};

/** 整改通知书: `basis` is its number. */
export const rectificationNotice = { basis, demands: z.array(line(500)).min(1).max(50), dueOn: day };

export const cancellation = { because: z.enum(cancellationReasons), reason: inspectionReason };
