import type { NewEvent } from '@zhibu/kernel';
import { isSamePlaced, type PlacedEvent, written, type WrittenEvent } from '../../content.ts';
import { type Appended, EventIdReused, type ExpectedRevision, RevisionConflict } from '../../port.ts';
import type { Connection } from './connection.ts';
import type { History, KnownStream } from './history.ts';
import type { Ledger } from './ledger.ts';
import { placedEventOf, sentEvent } from './rows.ts';
import type { StreamNames } from './streams.ts';

/** The log brings an append back within milliseconds; should it not, the stream is read. */
const COMES_BACK_MS = 250;
const ATTEMPTS = 5;

export interface AppendingStore {
  readonly connection: Connection;
  readonly names: StreamNames;
  readonly history: History;
  readonly ledger: Ledger;
}

/**
 * One request where the stream has been read before; then what stands is looked at, since the server acknowledges a
 * repeat without comparing bodies, and its acknowledgement does not say whether it wrote.
 */
export async function append(
  store: AppendingStore,
  place: { readonly stream: string; readonly expected: ExpectedRevision },
  events: readonly NewEvent[],
): Promise<Appended> {
  const added = written(events);
  const { stream, expected } = place;
  const before = expected === 'no-stream' ? -1 : expected;
  const answer = { stream, firstRevision: before + 1, lastRevision: before + added.length };
  store.history.refuseElsewhere(
    stream,
    added.map((event) => event.id),
  );
  let known = await store.history.upTo(stream, before);
  for (let attempt = 1; ; attempt += 1) {
    if (added.some(({ id }) => known.ids.has(id)))
      return confirmed(store, answer, { added, standing: await readBack(store, answer) });
    if (known.revision >= before && (await sent(store, answer, added))) {
      return confirmed(store, answer, { added, standing: await cameBack(store, answer) });
    }
    known = await store.history.now(stream);
    refuseConflict(place, { known, added, last: attempt === ATTEMPTS });
  }
}

function sent(
  { connection, names }: AppendingStore,
  answer: Appended,
  added: readonly WrittenEvent[],
): Promise<boolean> {
  return connection.append(
    names.of(answer.stream),
    answer.firstRevision - 1,
    added.map((event) => sentEvent(event, answer)),
  );
}

/** What stood in the way may be ours: then look at it. Or it is gone, with a leader that was deposed: then try again, not for ever. */
function refuseConflict(
  { stream, expected }: { readonly stream: string; readonly expected: ExpectedRevision },
  {
    known,
    added,
    last,
  }: { readonly known: KnownStream; readonly added: readonly WrittenEvent[]; readonly last: boolean },
): void {
  if (added.some(({ id }) => known.ids.has(id))) return;
  const current = known.revision === -1 ? 'no-stream' : known.revision;
  if (current !== expected || last) throw new RevisionConflict(stream, expected, current);
}

/** Its answer, when exactly this append stands there. */
function confirmed(
  { history }: AppendingStore,
  answer: Appended,
  { added, standing }: { readonly added: readonly WrittenEvent[]; readonly standing: readonly PlacedEvent[] },
): Appended {
  const same = added.every((event, index) => {
    const there = standing[index];
    return there !== undefined && isSamePlaced(there, { ...event, ...answer, revision: answer.firstRevision + index });
  });
  if (!same) throw new EventIdReused(`${answer.stream}: an event id is known with another body or in another place`);
  history.saw(answer.stream, standing);
  return answer;
}

/** What stands where an append went: the log brings it, else it is read. */
async function cameBack(store: AppendingStore, answer: Appended): Promise<readonly PlacedEvent[]> {
  const found = await store.ledger.stretch(answer, COMES_BACK_MS);
  return (
    found?.map(({ event, append }) => ({
      ...event,
      firstRevision: append[0],
      lastRevision: append[1],
      data: JSON.stringify(event.data),
      metadata: JSON.stringify(event.metadata),
    })) ?? readBack(store, answer)
  );
}

async function readBack({ connection, names }: AppendingStore, answer: Appended): Promise<readonly PlacedEvent[]> {
  const stored = await connection.readStream(
    names.of(answer.stream),
    answer.firstRevision,
    answer.lastRevision - answer.firstRevision + 1,
  );
  return stored.map((event) => placedEventOf(event, answer.stream));
}
