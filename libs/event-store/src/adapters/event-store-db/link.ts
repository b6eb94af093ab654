import { EventStoreDBClient } from '@eventstore/db-client';
import { Channel, type ChannelCredentials, type ChannelOptions, connectivityState } from '@grpc/grpc-js';
import { setImmediate as turn } from 'node:timers/promises';
import { StoreUnavailable } from './errors.ts';

/** A node that cannot be spoken to within so long is none. */
const SPEAKS_WITHIN_MS = 3_000;
/** A node that does not answer a ping is silent: found out within three seconds, whether anything is asked of it or not. */
const PING_EVERY_MS = 1_500;
const PONG_WITHIN_MS = 1_500;
/** As large as the client allows. */
const RECEIVE_BYTES = 17 * 1024 * 1024;
/** The node may send so much before we have taken it, for a process that is busy: else 64 KiB, and a subscriber dropped. */
const WINDOW_BYTES = 16 * 1024 * 1024;

export interface LinkPlan {
  /** `host:port` */
  readonly address: string;
  /** A connection string of that node alone. */
  readonly connectionString: string;
  readonly credentials: ChannelCredentials;
  readonly ping: { readonly every?: number | undefined; readonly within?: number | undefined };
}

/** A connection to one node. Lost once, it is lost for good: whoever waits for an answer by it is told, and the next one is another. */
export class Link {
  readonly address: string;
  readonly client: EventStoreDBClient;
  isLost = false;
  private readonly channel: Channel;
  private readonly waiting = new Set<(error: StoreUnavailable) => void>();

  constructor({ address, connectionString, credentials, ping }: LinkPlan) {
    this.address = address;
    this.channel = new Channel(address, credentials, optionsOf(ping));
    this.client = EventStoreDBClient.connectionString(connectionString);
    tame(this.client, this.channel);
  }

  /** Waits until the node speaks, or refuses to: then whatever is asked says why. @throws StoreUnavailable when it does neither */
  async speaks(): Promise<void> {
    const { channel, address } = this;
    const deadline = Date.now() + SPEAKS_WITHIN_MS;
    const undecided = [connectivityState.IDLE, connectivityState.CONNECTING];
    for (let state = channel.getConnectivityState(true); undecided.includes(state);) {
      await new Promise<void>((resolve, reject) => {
        channel.watchConnectivityState(state, deadline, (error) => {
          if (error) reject(new StoreUnavailable(`EventStoreDB at ${address} takes connections and says nothing`));
          else resolve();
        });
      });
      state = channel.getConnectivityState(true);
    }
  }

  /** What is asked by it; ends with it at the latest. */
  asked<Answer>(ask: (client: EventStoreDBClient) => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const release = this.onLost(reject);
      ask(this.client).finally(release).then(resolve, reject);
    });
  }

  /** Tells when it is lost; gives the way to be told no more. */
  onLost(told: (error: StoreUnavailable) => void): () => void {
    this.waiting.add(told);
    return () => this.waiting.delete(told);
  }

  lose(error: StoreUnavailable): void {
    if (this.isLost) return;
    this.isLost = true;
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const told of waiting) told(error);
    void this.close();
  }

  /** The client leaves an append unanswered, and its error unheard, whose call it can make no more: so those on their way are let go out first. */
  async close(): Promise<void> {
    await turn();
    await this.client.dispose().catch(() => undefined);
    this.channel.close();
  }
}

function optionsOf({ every = PING_EVERY_MS, within = PONG_WITHIN_MS }: LinkPlan['ping']): ChannelOptions {
  const never = Number.MAX_SAFE_INTEGER;
  return {
    'grpc.keepalive_time_ms': every < 0 ? never : every,
    'grpc.keepalive_timeout_ms': within < 0 ? never : within,
    'grpc.max_receive_message_length': RECEIVE_BYTES,
    'grpc-node.flow_control_window': WINDOW_BYTES,
    // Its own connection: one that is shared would be tried again when another link has waited long enough, up to two minutes.
    'grpc.use_local_subchannel_pool': 1,
  };
}

/**
 * Three ways of the client that are taken from it. Batched appends share one stream and one table of promises over all
 * clients of the process: a write that waits behind a broken stream rejects where nobody listens, and an answer lost with
 * the stream is never given; so each append is a call of its own, with a deadline. Its own care for broken connections
 * minds some errors only, silence not at all, and rejects unheard when discovery fails meanwhile. And its channel is ours,
 * so that it can be closed, and asks often whether the node still answers.
 */
function tame(client: EventStoreDBClient, channel: Channel): void {
  for (const way of ['handleError', 'getChannel', 'supports'])
    if (typeof Reflect.get(client, way) !== 'function')
      throw new TypeError('this client is another than the one this adapter knows');
  Object.assign(client, {
    supports: () => Promise.resolve(false),
    handleError: () => Promise.resolve(),
    getChannel: () => Promise.resolve(channel),
  });
}
