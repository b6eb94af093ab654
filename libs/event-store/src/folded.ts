import { upcast } from '@zhibu/contracts';
import type { EventStore } from './port.ts';

/** Streams whose folded states are kept; the one asked for least lately is given up first. */
const KEPT = 2_000;

/**
 * The state of a stream at the moment of asking.
 * @param isFinal of which kept states nothing that comes later matters to the asker: those are answered without a read
 */
export type Folded<State> = (stream: string, isFinal?: (state: State) => boolean) => Promise<State>;

interface Read<State> {
  readonly revision: number;
  readonly state: State;
}

/**
 * Reads other streams of one kind. What was folded is kept with its revision, since streams only grow; every answer reads
 * the stream from there on, so that nothing recorded before the question is missed and nothing is folded twice.
 */
export function folded<State, Event>(
  store: Pick<EventStore, 'readStream'>,
  decider: { readonly initialState: State; readonly evolve: (state: State, event: Event) => State },
): Folded<State> {
  const kept = new Map<string, Read<State>>();
  return async (stream, isFinal = () => false) => {
    const before = kept.get(stream);
    if (before && isFinal(before.state)) return before.state;
    const { revision, state } = before ?? { revision: -1, state: decider.initialState };
    const news = await store.readStream(stream, revision + 1);
    const read = {
      revision: news.at(-1)?.revision ?? revision,
      state: news.reduce((folding, event) => decider.evolve(folding, upcast(event) as Event), state),
    };
    keepLatest(kept, stream, read);
    return read.state;
  };
}

/** Another question may have read further meanwhile; a stream without events is not kept. */
function keepLatest<State>(kept: Map<string, Read<State>>, stream: string, read: Read<State>): void {
  const latest = kept.get(stream) ?? read;
  if (latest.revision < 0) return;
  kept.delete(stream);
  kept.set(stream, latest.revision > read.revision ? latest : read);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
