import { z } from 'zod';
import { amount, code, decimal, line, organizationId, text } from './schema.ts';
import { problemSources } from './vocabulary.ts';

/** Where a problem was found; the reference says which finding of that kind it is. */
export const problemSource = z
  .strictObject({ kind: z.enum(problemSources), reference: line(500) })
  .meta({ id: 'ProblemSource' });

/** A figure of the five basics that does not agree with the system's. */
const mismatch = z.strictObject({ reported: decimal.nullable(), system: decimal.nullable(), source: line(200) });

export const problemEvidence = z.array(line(500)).max(50);

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

export type ProblemSource = z.infer<typeof problemSource>;
