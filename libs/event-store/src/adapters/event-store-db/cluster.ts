import type { EventStoreDBClient } from '@eventstore/db-client';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreDamaged } from '../../port.ts';
import { clientString, type ConnectionParts, connectionParts, type EventStoreDbAccess } from './access.ts';
import { saysOfNode, StoreUnavailable, StoreUntrusted, translated } from './errors.ts';
import { Leader } from './leader.ts';
import { Link } from './link.ts';
import { useProxy } from './proxy.ts';
import { tlsFault } from './trust.ts';

/** Within what a client waits for its command (10 s) a leader that is gone has mostly been followed by another. */
const PATIENCE_MS = 8_000;
/** Whoever opens a store says soon that nobody is there, and may try again. */
const PATIENCE_WITH_NEW_MS = 4_000;
const PAUSES_MS = [20, 50, 100, 200, 300];

/**
 * The way to the node that leads, for as long as the store is open. A connection is given up as soon as an error, a deadline
 * or silence says that the node may be gone or lead no more; then the leader is found anew.
 */
export class Cluster {
  private readonly access: EventStoreDbAccess;
  private readonly credentials: ChannelCredentials;
  private readonly ping: { readonly every?: number; readonly within?: number };
  private readonly leader: Leader;
  private readonly onDamaged: (error: StoreDamaged) => void;
  private current: Promise<Link> | undefined;
  private wasReached = false;
  private closed = false;

  /**
   * @param onDamaged told of what a request finds gone
   * @throws TypeError for a connection string that is none, or files of certificates that cannot be read
   */
  constructor(access: EventStoreDbAccess, onDamaged: (error: StoreDamaged) => void) {
    this.access = access;
    this.onDamaged = onDamaged;
    // Refuses a string that is none, and says what it must be.
    clientString(access);
    const parts = partsOf(access);
    useProxy(access.proxy);
    this.credentials = credentialsOf(parts);
    const { keepAliveInterval: every, keepAliveTimeout: within } = parts.options;
    this.ping = { ...(every ? { every: Number(every) } : {}), ...(within ? { within: Number(within) } : {}) };
    this.leader = new Leader({
      addresses: parts.hosts.map(({ host, port }) => `${host}:${port}`),
      isCluster: parts.hosts.length > 1 || parts.protocol === 'esdb+discover',
      credentials: this.credentials,
    });
  }

  /**
   * Asks, and asks again while the cluster cannot be asked. Safe for appends, too: each stands at an exact revision under
   * ids of its own, or says nothing that may not be said twice.
   * @throws StoreUnavailable after some seconds; StoreUntrusted before the first answer
   */
  async ask<Answer>(ask: (client: EventStoreDBClient) => Promise<Answer>): Promise<Answer> {
    const until = Date.now() + (this.wasReached ? PATIENCE_MS : PATIENCE_WITH_NEW_MS);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.askOnce(ask);
      } catch (error) {
        const said = this.wasReached ? error : await this.explained(error, attempt);
        if (Date.now() >= until || this.closed || !(said instanceof StoreUnavailable)) throw said;
        await sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]);
      }
    }
  }

  /** The connection now; a new one where there is none. @throws StoreUnavailable */
  async link(): Promise<Link> {
    if (this.closed) throw new StoreUnavailable('the store was closed');
    this.current ??= this.found();
    const link = await this.current;
    return link.isLost ? this.link() : link;
  }

  /** What an error says of the node: it may be given up. */
  judge(link: Link, error: unknown): void {
    const says = saysOfNode(error);
    if (says === undefined || link.isLost) return;
    if (says.leader === undefined) this.leader.wasSilent(link.address);
    else this.leader.names(says.leader);
    this.current = undefined;
    link.lose(new StoreUnavailable(`the connection to EventStoreDB at ${link.address} was given up`, { cause: error }));
  }

  /** Before the first answer: the same error, or what it comes from, where that is the proxy or TLS; then the nodes are asked by themselves, once. */
  private async explained(error: unknown, attempt: number): Promise<unknown> {
    if (!(error instanceof StoreUnavailable)) return error;
    const { proxy } = this.access;
    if (proxy !== undefined) {
      const says = `${error.message} (through the proxy ${new URL(proxy).host})`;
      return new StoreUnavailable(says, { cause: error });
    }
    const fault = attempt === 0 ? await tlsFault(clientString(this.access)) : undefined;
    return fault === undefined ? error : new StoreUntrusted(`EventStoreDB at ${fault}`);
  }

  async close(): Promise<void> {
    this.closed = true;
    const link = await this.current?.catch(() => undefined);
    await link?.close();
  }

  private async askOnce<Answer>(ask: (client: EventStoreDBClient) => Promise<Answer>): Promise<Answer> {
    const link = await this.link();
    try {
      const answer = await link.asked(ask);
      this.wasReached = true;
      return answer;
    } catch (error) {
      this.judge(link, error);
      const said = translated(error);
      if (said instanceof StoreDamaged) this.onDamaged(said);
      throw said;
    }
  }

  private async found(): Promise<Link> {
    try {
      const address = await this.leader.find();
      const link = new Link({
        address,
        connectionString: clientString(this.access, address),
        credentials: this.credentials,
        ping: this.ping,
      });
      await link.speaks().catch((error: unknown) => {
        this.leader.wasSilent(address);
        void link.close();
        throw error;
      });
      return link;
    } catch (error) {
      this.current = undefined;
      throw error;
    }
  }
}

function partsOf({ connectionString, caFile }: EventStoreDbAccess): ConnectionParts {
  const parts = connectionParts(connectionString) ?? { protocol: '', credentials: undefined, hosts: [], options: {} };
  return caFile === undefined
    ? parts
    : { ...parts, options: { ...parts.options, tlsCAFile: encodeURIComponent(caFile) } };
}

function credentialsOf({ options }: ConnectionParts): ChannelCredentials {
  if (options['tls'] === 'false') return credentials.createInsecure();
  const [ca, key, certificate] = ['tlsCAFile', 'userKeyFile', 'userCertFile'].map((name) => fileOf(options[name]));
  try {
    return credentials.createSsl(ca, key, certificate);
  } catch {
    throw unreadable();
  }
}

function fileOf(name: string | undefined): Buffer | null {
  if (name === undefined) return null;
  try {
    return readFileSync(decodeURIComponent(name));
  } catch {
    throw unreadable();
  }
}

/** Without a cause: the client's errors, and names of files, may carry what must not be shown. */
const unreadable = (): TypeError =>
  new TypeError('the connection string of EventStoreDB names a file of certificates or keys that cannot be read');
