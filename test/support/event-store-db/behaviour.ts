import { Metadata, type ServerWritableStream, type ServiceError, status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerLog, ServerRecord } from './server-log.ts';

/** What a node is made of. */
export interface NodeParts {
  readonly log: ServerLog;
  readonly behaviour: Behaviour;
  readonly leader: () => { readonly port: number };
}

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** What this node shows of the log: a follower may be behind. */
export function visible({ log, behaviour }: NodeParts): readonly ServerRecord[] {
  return behaviour.leads || behaviour.lag === 0 ? log.records : log.records.slice(0, -behaviour.lag);
}

/** A call that can be broken off from here. */
export interface OpenCall {
  emit(event: 'error', error: Error): unknown;
}

/** How a node behaves: switches for tests. */
export class Behaviour {
  leads = true;
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
  /** Refuses whoever comes. */
  denies = false;
  /** Whom it serves; everybody unless told. */
  user: { readonly username: string; readonly password: string } | undefined;
  /** Calls since the start, by kind; those that demand a leader beside. */
  readonly calls = { read: 0, append: 0, demandingLeader: 0 };
  /** Places from which the log was subscribed to. */
  readonly subscribedFrom: bigint[] = [];
  private readonly open = new Set<OpenCall>();

  /** @throws ServiceError when a leader is demanded of a follower: as the server says it, with the leader's address */
  async admit(metadata: Metadata, leader: () => { readonly port: number }): Promise<void> {
    if (this.slowMs > 0) await sleep(this.slowMs);
    if (this.user) refuseStranger(metadata, this.user);
    const demanded = metadata.get('requires-leader').includes('true');
    if (demanded) this.calls.demandingLeader += 1;
    if (this.denies) throw refusal(status.PERMISSION_DENIED, 'access-denied', {});
    if (demanded && !this.leads) {
      throw refusal(status.NOT_FOUND, 'not-leader', {
        'leader-endpoint-host': '127.0.0.1',
        'leader-endpoint-port': String(leader().port),
      });
    }
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

/**
 * Wrong credentials are no credentials to the server's front door, which answers without a word of its own; whoever shows
 * none is let in as nobody, and denied what he asks (https://developers.eventstore.com/server/v23.10/security.html).
 */
function refuseStranger(
  metadata: Metadata,
  { username, password }: { readonly username: string; readonly password: string },
): void {
  const [shown] = metadata.get('authorization');
  if (shown === undefined) throw refusal(status.PERMISSION_DENIED, 'access-denied', {});
  if (shown === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`) return;
  throw Object.assign(new Error('Unauthenticated'), {
    code: status.UNAUTHENTICATED,
    details: 'Unauthenticated',
    metadata: new Metadata(),
  });
}

/** An error as the server sends it: what it is stands in the trailers (`RpcExceptions`). */
export function refusal(code: status, exception: string, trailers: Readonly<Record<string, string>>): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries({ exception, ...trailers })) metadata.set(key, value);
  return Object.assign(new Error(exception), { code, details: exception, metadata });
}
