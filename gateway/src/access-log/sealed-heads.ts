import { accessEvents, type AccessHead, accessStream } from '@zhibu/contracts';
import { addDays, addYears, type Day } from '@zhibu/kernel';
import type { ChainedEntry } from './entry.ts';
import { type VerifiedAccesses, verifyAccesses } from './verify.ts';

/** 等保 asks for six months, the design for three years. */
export const ACCESS_YEARS_KEPT = 3;
const AT_ONCE = 16;

/** Reads a stream of Organization; empty where there is none. */
export type ReadStream = (name: string) => Promise<readonly { readonly data: object }[]>;

/** Whether the log is whole, by its chains and by what was sealed of every day that is kept. */
export async function verifiedBySeals(
  entries: AsyncIterable<ChainedEntry>,
  readStream: ReadStream,
  today: Day,
): Promise<VerifiedAccesses> {
  const keptSince = addYears(today, -ACCESS_YEARS_KEPT);
  const sealed = await sealedHeads(readStream, { from: keptSince, through: addDays(today, -1) });
  return verifyAccesses(entries, { sealed, keptSince });
}

/** What was sealed of the log of accesses, of each day from one to another. */
async function sealedHeads(
  readStream: ReadStream,
  { from, through }: { readonly from: Day; readonly through: Day },
): Promise<readonly AccessHead[]> {
  const heads: AccessHead[] = [];
  for (let day = from; day <= through; day = addDays(day, AT_ONCE)) {
    const days = Array.from({ length: AT_ONCE }, (_one, ahead) => addDays(day, ahead)).filter((one) => one <= through);
    const streams = await Promise.all(days.map((one) => readStream(accessStream(one))));
    for (const event of streams.flat()) heads.push(accessEvents.AccessHeadSealed.schema.parse(event.data));
  }
  return heads;
}
