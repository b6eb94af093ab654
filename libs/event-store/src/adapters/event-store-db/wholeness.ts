import { DELETED_FOR_GOOD } from './errors.ts';
import { boundsOf, isOurs, type StoredEvent } from './rows.ts';

/** What the server puts into a stream that was deleted for good: nobody writes or reads under its name again. */
const TOMBSTONE = '$streamDeleted';
/** What stands in `$tb` of a stream that was deleted and may come back; JSON rounds it. */
const DELETED = 2 ** 63;

const broughtBack =
  'as long as no scavenge has run, {"$tb": 0} as its metadata brings them back, else a backup from before';
const deletedSoftly = `it was deleted; its events are gone; ${broughtBack}`;

/** What an append to a stream that was thought new came upon. @param last the revision that the server answered */
export const writtenBehind = (last: number): string =>
  `it had been deleted: the server wrote to ${last} what was to be its first event, which counts for nobody; ${broughtBack}`;

/** What is wrong with an event of the log, in words; undefined: this platform wrote it, and it stands in the place that it was meant for. */
export function oddityOf(event: StoredEvent): string | undefined {
  if (event.type === TOMBSTONE) return DELETED_FOR_GOOD;
  const at = `its event ${event.revision} (${event.type})`;
  if (!isOurs(event)) return `${at} was not written by this platform`;
  const [first, last] = boundsOf(event);
  if (event.revision >= first && event.revision <= last) return undefined;
  return `${at} was meant to be event ${first} to ${last}: it was written after the stream had been deleted, and counts for nobody`;
}

/** Which events a stretch of a stream from a revision on lacks, in words; undefined: none. */
export function gapIn(events: readonly StoredEvent[], from: number): string | undefined {
  const index = events.findIndex(({ revision }, at) => revision !== from + at);
  const next = events[index];
  return next && `its events ${from + index} to ${next.revision - 1} are gone; ${broughtBack}`;
}

/** What a stretch of a stream of the domain lacks, or holds that it should not; undefined: it is whole. */
export function faultIn(events: readonly StoredEvent[], from: number): string | undefined {
  const odd = events.map(oddityOf).find((found) => found !== undefined);
  return gapIn(events, from) ?? odd;
}

/** What the metadata of a stream tells the server to throw away of it, in words; undefined: nothing. @param data the last event of its metadata stream */
export function retentionIn(data: object): string | undefined {
  const { $tb = 0, $maxCount, $maxAge } = data as Readonly<Record<'$tb' | '$maxCount' | '$maxAge', number | undefined>>;
  if ($tb >= DELETED) return deletedSoftly;
  const limits = [
    $tb > 0 ? `$tb ${$tb}` : '',
    $maxCount === undefined ? '' : `$maxCount ${$maxCount}`,
    $maxAge === undefined ? '' : `$maxAge ${$maxAge}`,
  ].filter((limit) => limit !== '');
  return limits.length === 0
    ? undefined
    : `its metadata (${limits.join(', ')}) tells the server to throw events of it away; {"$tb": 0} as its metadata takes that back`;
}
