import { Metadata, type ServerWritableStream, type ServiceError, status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace } from './pace.ts';
import { firstAt, type ServerRecord } from './records.ts';
import type { Right, Rights } from './rights.ts';
import type { ServerLog } from './server-log.ts';
import type { Counts, RequestKind } from './tally.ts';

/** What a node is made of. */
export interface NodeParts {
  readonly log: ServerLog;
  readonly rights: Rights;
  readonly behaviour: Behaviour;
  readonly counts: Counts;
  readonly pace: Pace;
  /** Whom this node holds for the leader. */
  readonly leader: () => { readonly port: number } | undefined;
}

const WRITES: ReadonlySet<RequestKind> = new Set(['append', 'batch-append', 'delete', 'tombstone']);

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** A call that can be broken off from here. */
export interface OpenCall {
  emit(event: 'error', error: Error): unknown;
}

/** What is asked for, by whom. */
export interface Asked {
  readonly kind: RequestKind;
  readonly right: Right;
  readonly stream: string;
  readonly metadata: Metadata;
}

/** `unknown`: nobody leads as far as this node knows. */
export type NodeState = 'leader' | 'follower' | 'unknown';

/** How a node behaves: switches for tests. */
export class Behaviour {
  state: NodeState = 'leader';
  /** A leader that another has followed, and that has not heard of it: the records of the log that it has. */
  deposedAt: number | undefined;
  /** A follower shows so many records of the log less than the leader has: it may be stale for any time. */
  lag = 0;
  /** Every answer waits so long. */
  slowMs = 0;
  /** Servers before 23.10 do not say that a subscription has caught up. */
  saysCaughtUp = true;
  /** On going live, a checkpoint at the end of the log, past an event still to be told (kurrent-io/KurrentDB #4035, #4975). */
  checkpointsTooFar = false;
  /** The answer to so many of the next appends gets lost after the events were written. */
  answersToLose = 0;
  /** Places from which the log was subscribed to. */
  readonly subscribedFrom: bigint[] = [];
  private readonly open = new Set<OpenCall>();
  private readonly live = new Set<() => void>();

  /** A subscription is live until it ends; gives the way to say that it has. */
  wentLive(drop: () => void): () => void {
    this.live.add(drop);
    return () => this.live.delete(drop);
  }

  /** Ends every live subscription, as if its reader had lagged. */
  dropSubscriptions(): void {
    for (const drop of this.live) drop();
  }

  opened(call: OpenCall): void {
    this.open.add(call);
  }

  ended(call: OpenCall): void {
    this.open.delete(call);
  }

  get openCalls(): number {
    return this.open.size;
  }

  /** Breaks off whatever is open, as a lost connection does. */
  hangUp(): void {
    for (const call of this.open) call.emit('error', refusal(status.UNAVAILABLE, 'dropped', {}));
    this.open.clear();
  }
}

/** How many records of the log this node shows: a follower may be behind. */
export function shownOf({ log, behaviour }: Pick<NodeParts, 'log' | 'behaviour'>): number {
  const { state, deposedAt, lag } = behaviour;
  const all = log.records.length;
  return state === 'leader' ? Math.min(deposedAt ?? all, all) : Math.max(0, all - lag);
}

/** How many of the records of a stream this node shows. */
export function shownOfStream(parts: NodeParts, records: readonly ServerRecord[]): number {
  const hidden = parts.log.records[shownOf(parts)];
  return hidden ? firstAt(records, hidden.position) : records.length;
}

/** Counts a request, and lets in whoever may ask it here. @throws ServiceError as the server says it, with the leader's address where one is demanded of a follower */
export async function admit(parts: NodeParts, asked: Asked): Promise<void> {
  const { behaviour, rights, counts } = parts;
  const demanded = asked.metadata.get('requires-leader').includes('true');
  counts.request(connectionOf(asked.metadata), asked.kind, demanded);
  if (behaviour.slowMs > 0) await sleep(behaviour.slowMs);
  refuseStranger(rights, asked);
  refuseLeaderless(parts, demanded || WRITES.has(asked.kind));
  if (demanded && behaviour.state === 'follower') throw notLeader(parts);
}

/** Without a leader nobody writes, and what demands one is told to come again (`ClusterVNodeController`). */
function refuseLeaderless({ behaviour }: NodeParts, needed: boolean): void {
  if (needed && behaviour.state === 'unknown') throw plainRefusal(status.UNAVAILABLE, 'Server Is Not Ready');
}

function notLeader({ leader }: NodeParts): ServiceError {
  const named = leader();
  if (!named) return plainRefusal(status.UNAVAILABLE, 'Server Is Not Ready');
  return refusal(status.NOT_FOUND, 'not-leader', {
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': String(named.port),
  });
}

/** The name that a client gives its connection; none in discovery. */
export function connectionOf(metadata: Metadata): string {
  return String(metadata.get('connection-name')[0] ?? '');
}

/**
 * Wrong credentials are no credentials to the server's front door, which answers without a word of its own; whoever shows
 * none is let in as nobody, and denied what nobody may ask (https://developers.eventstore.com/server/v23.10/security.html).
 */
function refuseStranger(rights: Rights, { metadata, right, stream }: Asked): void {
  const [header] = metadata.get('authorization');
  const shown = rights.shown(header === undefined ? undefined : String(header));
  if (shown === 'wrong') throw plainRefusal(status.UNAUTHENTICATED, 'Unauthenticated');
  if (!rights.allows(shown, right, stream)) throw refusal(status.PERMISSION_DENIED, 'access-denied', {});
}

/** An error as the server sends it: what it is stands in the trailers (`RpcExceptions`). */
export function refusal(code: status, exception: string, trailers: Readonly<Record<string, string>>): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries({ exception, ...trailers })) metadata.set(key, value);
  return Object.assign(new Error(exception), { code, details: exception, metadata });
}

/** An error that only its code and its words tell. */
export function plainRefusal(code: status, details: string): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata: new Metadata() });
}

/** A stream that was deleted for good takes and gives nothing. */
export function streamDeleted(stream: string): ServiceError {
  return refusal(status.FAILED_PRECONDITION, 'stream-deleted', { 'stream-name': stream });
}
