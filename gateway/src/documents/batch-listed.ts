import { z } from 'zod';
import { refusal } from '@zhibu/contracts';
import { placed, PLACE } from './wording.ts';

/** A designation in the batch of a year. */
const designation = z.object({
  organization: placed,
  levelLabel: z.string(),
  kindLabel: z.string(),
  status: z.string(),
  inForce: z.boolean(),
  since: z.string().nullable(),
  until: z.string().nullable(),
  noticeFrom: z.string().nullable(),
  noticeTo: z.string().nullable(),
  openObjections: z.number(),
});
export type InBatch = z.infer<typeof designation>;

const batch = z.object({
  year: z.string(),
  decidedOn: z.string(),
  documentNo: z.string(),
  count: z.number(),
  designations: z.array(designation),
});

/** A programme with its batches, as {@link BATCHES} asks for them. */
export const batched = z.object({
  title: z.string(),
  levelLabel: z.string(),
  kindLabel: z.string(),
  validityYears: z.number(),
  noticeWorkingDays: z.number(),
  body: z.object({ name: z.string() }),
  approval: z.object({ label: z.string() }).nullable(),
  batches: z.array(batch),
});

/** What papers of a batch show of a programme. */
export const BATCHES = `query ($programmeId: ID!, $asOf: Date!, $knownAt: DateTime!) {
    programme(id: $programmeId, asOf: $asOf, knownAt: $knownAt) {
      title levelLabel kindLabel validityYears noticeWorkingDays body { name } approval { label }
      batches { year decidedOn documentNo count designations {
        organization { ...Place } levelLabel kindLabel status inForce since until noticeFrom noticeTo openObjections
      } }
    }
  }
  ${PLACE}`;

/** The batch of a year, whole. @throws Refusal DOCUMENT_NOT_READY, DOCUMENT_LIST_DIFFERS where the asker does not see all of it */
export function batchOf({ batches }: z.infer<typeof batched>, year: string): z.infer<typeof batch> {
  const found = batches.find((one) => one.year === year);
  if (!found) throw refusal('DOCUMENT_NOT_READY');
  if (found.designations.length !== found.count) throw refusal('DOCUMENT_LIST_DIFFERS');
  return found;
}
