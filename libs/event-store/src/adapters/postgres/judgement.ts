import { chainOf, CHAIN_START, contentOf, type LogLink, type PlacedEvent } from '../../content.ts';

/** Something in the store that is not as it was recorded. */
export interface LogFault {
  /** Place in the log; undefined for a row that the log does not know. */
  readonly position?: bigint;
  readonly code:
    | 'event-changed'
    | 'event-missing'
    | 'log-row-changed'
    | 'log-row-missing'
    | 'head-changed'
    | 'event-outside-log'
    | 'pending-changed'
    | 'stream-broken';
  readonly says: string;
}

/** An event as its columns hold it, with the hash kept beside them. */
export interface KeptEvent extends PlacedEvent {
  readonly pos: bigint;
  readonly content: Uint8Array;
}

/** A row of the log with its event, should it still be there. */
export interface KeptLink extends LogLink {
  readonly chain: Uint8Array;
  readonly event: KeptEvent | undefined;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** What an event's own columns show: they hash to the content kept with them, or not. */
export function eventFault(event: KeptEvent, position?: bigint): LogFault | undefined {
  if (same(contentOf(event), event.content)) return undefined;
  return {
    ...(position === undefined ? {} : { position }),
    code: 'event-changed',
    says: `event ${event.id} (${event.stream}@${event.revision}) was changed`,
  };
}

/** Goes through a log in its order and says where it is not as it was sealed. */
export class LogJudge {
  private seq: bigint;
  /** The chain as kept and as it must be: they differ after a fault, and the next row may rest on either. */
  private chains: readonly Uint8Array[];
  private recordedAt = 0n;

  /** @param start the row before the first one; undefined for the beginning */
  constructor(start?: { readonly seq: bigint; readonly chain: Uint8Array }) {
    this.seq = start?.seq ?? 0n;
    this.chains = [start?.chain ?? CHAIN_START];
  }

  get last(): { readonly seq: bigint; readonly chain: Uint8Array } {
    return { seq: this.seq, chain: this.chains[0] ?? CHAIN_START };
  }

  /** The next row's fault, if it has one. */
  judge(row: KeptLink): LogFault | undefined {
    const expected = this.seq + 1n;
    const before = this.chains;
    this.seq = row.seq;
    this.recordedAt = row.recordedAt;
    this.chains = [row.chain];
    if (row.seq !== expected) {
      return { position: expected, code: 'log-row-missing', says: `the log goes from ${expected - 1n} to ${row.seq}` };
    }
    if (!row.event) return { position: row.seq, code: 'event-missing', says: `the event at ${row.seq} is gone` };
    const content = contentOf(row.event);
    const computed = before.map((chain) => chainOf(chain, row, content));
    if (!computed.some((chain) => same(chain, row.chain))) this.chains = [row.chain, ...computed];
    const changed = eventFault(row.event, row.seq);
    if (changed) return changed;
    if (this.chains.length === 1) return undefined;
    return {
      position: row.seq,
      code: 'log-row-changed',
      says: `the log's row at ${row.seq}, or the event in it, was changed or moved`,
    };
  }

  /** Whether the head fits the last row judged. */
  judgeHead(head: { readonly seq: bigint; readonly chain: Uint8Array; readonly floor: bigint }): LogFault | undefined {
    const { seq, chain } = this.last;
    if (head.seq === seq && same(head.chain, chain) && head.floor >= this.recordedAt) return undefined;
    const says =
      head.seq === seq
        ? `the head disagrees with the last row, ${seq}`
        : `the log ends at ${seq}; the head says ${head.seq}`;
    return { position: seq < head.seq ? seq + 1n : seq, code: 'head-changed', says };
  }
}
