import type { RecordedEvent } from '@zhibu/kernel';
import { type Appended, NotYetRecorded } from '../../port.ts';
import type { StoredEvent } from './rows.ts';
import { logAfter, type LogSource } from './generations.ts';

/** What was appended just now comes with the log before it is worth asking. */
const COMES_BY_ITSELF_MS = 100;

/** The events of a stretch of a stream with their places in the log. @throws NotYetRecorded */
export async function recorded(
  source: LogSource,
  wanted: Appended,
  timeoutMs: number,
): Promise<readonly RecordedEvent[]> {
  const { connection, ledger, names } = source;
  const deadline = Date.now() + timeoutMs;
  const count = wanted.lastRevision - wanted.firstRevision + 1;
  for (;;) {
    const followed = await ledger.stretch(wanted, Math.min(COMES_BY_ITSELF_MS, Math.max(0, deadline - Date.now())));
    if (followed) return followed.map(({ event }) => event);
    const stored = await connection.readStream(names.of(wanted.stream), wanted.firstRevision, count);
    if (stored.length === count) return placed(source, stored);
    if (Date.now() >= deadline) throw notYet(wanted);
  }
}

/** Long recorded, or on their way: where they stand is known, and what the log says of the place is read. */
async function placed(source: LogSource, stored: readonly StoredEvent[]): Promise<readonly RecordedEvent[]> {
  const last = stored.at(-1);
  if (last) await source.ledger.reach(last.place.commit);
  const events: RecordedEvent[] = [];
  let page: readonly RecordedEvent[] = [];
  for (const { id, place } of stored) {
    const standsThere = (event: RecordedEvent): boolean => event.position === place.commit;
    if (!page.some(standsThere)) page = await logAfter(source, place.commit - 1n, stored.length);
    const event = page.find(standsThere);
    if (!event) throw new NotYetRecorded(`event ${id} does not stand at ${place.commit} of the log`);
    events.push(event);
  }
  return events;
}

function notYet({ stream, firstRevision, lastRevision }: Appended): NotYetRecorded {
  return new NotYetRecorded(
    `${stream} ${firstRevision} to ${lastRevision} is not in the log yet; it may be committed all the same`,
  );
}
