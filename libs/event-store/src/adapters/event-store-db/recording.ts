import type { RecordedEvent } from '@zhibu/kernel';
import { type Appended, NotYetRecorded } from '../../port.ts';
import { recordedEventOf } from './floors.ts';
import type { LogSource } from './generations.ts';
import type { ReadLately } from './read-lately.ts';
import type { StoredEvent } from './rows.ts';

/** What is on its way to its stream comes with the log before it is worth asking again. */
const ASKED_AGAIN_AFTER_MS = 100;

/**
 * The events of a stretch of a stream with their places in the log: from memory when they were followed or read just now,
 * else by one read of their stream, which says where they stand.
 * @throws NotYetRecorded; StoreDamaged when some of them are gone
 */
export async function recorded(
  source: LogSource & { readonly lately: ReadLately },
  wanted: Appended,
  timeoutMs: number,
): Promise<readonly RecordedEvent[]> {
  const { damages, ledger, names, lately } = source;
  const deadline = Date.now() + timeoutMs;
  const count = wanted.lastRevision - wanted.firstRevision + 1;
  for (;;) {
    const followed = ledger.recent.stretch(wanted);
    // Copies, so that readers share nothing.
    if (followed) return followed.map(({ event }) => structuredClone(event));
    const stored =
      lately.stretch(wanted) ?? (await damages.stretch(names.of(wanted.stream), wanted.firstRevision, count));
    if (stored.length === count) return placed(source, stored);
    if (Date.now() >= deadline) throw notYet(wanted);
    await ledger.stretch(wanted, Math.min(ASKED_AGAIN_AFTER_MS, deadline - Date.now()));
  }
}

/** Where they stand is known; what the log adds to their instants is known once it was followed up to there. */
async function placed({ ledger, names }: LogSource, stored: readonly StoredEvent[]): Promise<readonly RecordedEvent[]> {
  const last = stored.at(-1);
  if (last) await ledger.reach(last.place.commit);
  return stored.map((event) => recordedEventOf(event, names, ledger.floors));
}

function notYet({ stream, firstRevision, lastRevision }: Appended): NotYetRecorded {
  return new NotYetRecorded(
    `${stream} ${firstRevision} to ${lastRevision} is not in the log yet; it may be committed all the same`,
  );
}
