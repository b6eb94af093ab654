import streams from '@eventstore/db-client/generated/streams_pb.js';
import { type NodeParts, type ReadCall, visible } from './behaviour.ts';
import { checkpointAt, eventOf, signOf } from './messages.ts';
import type { ServerRecord } from './server-log.ts';

/**
 * A subscription to `$all` under a filter: begins after the position given; tells after so many records looked at, matching
 * or not, how far it has come, and otherwise nothing of what does not match
 * (https://developers.eventstore.com/clients/grpc/subscriptions.html, filtering, checkpointing).
 */
export function subscribing(parts: NodeParts, call: ReadCall, after: bigint | undefined): void {
  const { log, behaviour } = parts;
  const told = new Telling(call, after ?? -1n);
  const advance = (): void => told.advance(visible(parts));
  call.write(signOf('confirmation'));
  const last = visible(parts).at(-1);
  if (behaviour.checkpointsTooFar && last && last.position > (after ?? -1n)) call.write(checkpointAt(last.position));
  advance();
  if (behaviour.saysCaughtUp) call.write(signOf('caught-up'));
  const end = log.listen(advance);
  call.on('cancelled', () => {
    end();
    call.end();
  });
  call.on('close', end);
  call.on('error', end);
}

/** How far one subscriber has been told. */
class Telling {
  private readonly call: ReadCall;
  private readonly prefixes: readonly string[];
  private readonly window: number;
  private reached: bigint;
  private next = 0;
  private looked = 0;

  constructor(call: ReadCall, reached: bigint) {
    const filter = call.request.getOptions()?.getFilter() ?? new streams.ReadReq.Options.FilterOptions();
    this.call = call;
    this.reached = reached;
    this.prefixes = filter.getStreamIdentifier()?.getPrefixList() ?? [];
    this.window = Math.max(1, filter.getMax() * filter.getCheckpointintervalmultiplier());
  }

  advance(all: readonly ServerRecord[]): void {
    for (; this.next < all.length; this.next += 1) {
      const record = all[this.next];
      if (record && record.position > this.reached) this.tell(record);
    }
  }

  private tell(record: ServerRecord): void {
    this.reached = record.position;
    this.looked += 1;
    if (this.matches(record)) this.call.write(eventOf(record));
    if (this.looked % this.window === 0) this.call.write(checkpointAt(this.reached));
  }

  private matches({ stream }: ServerRecord): boolean {
    return this.prefixes.length === 0 || this.prefixes.some((prefix) => stream.startsWith(prefix));
  }
}
