import { type ChannelCredentials, Metadata } from '@grpc/grpc-js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { StoreUnavailable } from './errors.ts';

/** A node that lives answers at once, whatever it is busy with. */
const ANSWERS_WITHIN_MS = 1_000;
/** And is not waited for so long again when it did not. */
const SILENT_ANSWERS_WITHIN_MS = 500;

/** One whom a node names, by its address (`host:port`). */
interface Member {
  readonly address: string;
  readonly leads: boolean;
}

export interface Seeds {
  /** `host:port` each. */
  readonly addresses: readonly string[];
  /** Whether they are asked who leads; else the first one is taken as it is, until it names another. */
  readonly isCluster: boolean;
  readonly credentials: ChannelCredentials;
}

/**
 * Finds the node that leads. All nodes are asked at once, and those that were silent believed last; and one that was silent leads only
 * when it says so itself, since the others go on naming it until they have elected another.
 */
export class Leader {
  private readonly seeds: Seeds;
  private readonly met = new Set<string>();
  private readonly silent = new Set<string>();
  private named: string | undefined;

  constructor(seeds: Seeds) {
    this.seeds = seeds;
  }

  /** Its address. @throws StoreUnavailable when nobody leads, or nobody says so */
  async find(): Promise<string> {
    const { addresses, isCluster } = this.seeds;
    const { named } = this;
    this.named = undefined;
    if (named !== undefined && !this.silent.has(named)) return named;
    if (!isCluster) return addresses[0] ?? '';
    const all = [...new Set([...addresses, ...this.met])];
    const silent = this.by(all.filter((address) => this.silent.has(address)));
    silent.catch(() => undefined);
    const found = await this.by(all.filter((address) => !this.silent.has(address))).catch(() => silent);
    this.silent.delete(found);
    return found;
  }

  /** A node that was taken for the leader names another. */
  names(address: string): void {
    this.named = address;
  }

  /** A node said nothing, or its connection broke. */
  wasSilent(address: string): void {
    this.silent.add(address);
  }

  private async by(nodes: readonly string[]): Promise<string> {
    try {
      return await Promise.any(nodes.map((node) => this.saidBy(node)));
    } catch (error) {
      const why = error instanceof AggregateError ? error.errors : [error];
      throw new StoreUnavailable(`no node of EventStoreDB says who leads: ${why.map(wordsOf).join('; ')}`);
    }
  }

  private async saidBy(node: string): Promise<string> {
    const members = await this.membersBy(node);
    for (const { address } of members) this.met.add(address);
    const leader = members.find(({ leads }) => leads)?.address;
    if (leader === undefined) throw new Error(`${node} knows of no leader`);
    if (leader !== node && this.silent.has(leader)) await this.membersBy(leader);
    return leader;
  }

  private membersBy(node: string): Promise<readonly Member[]> {
    // Its own pool: else it would wait until some other connection to that node is tried again.
    const client = new gossipServices.GossipClient(node, this.seeds.credentials, {
      'grpc.use_local_subchannel_pool': 1,
    });
    const patience = this.silent.has(node) ? SILENT_ANSWERS_WITHIN_MS : ANSWERS_WITHIN_MS;
    const deadline = Date.now() + patience;
    return new Promise((resolve, reject) => {
      client.read(new shared.Empty(), new Metadata(), { deadline }, (error, info) => {
        client.close();
        if (error) reject(new Error(`${node}: ${error.details}`));
        else resolve(info.getMembersList().flatMap(memberOf));
      });
    });
  }
}

function memberOf(member: InstanceType<typeof gossip.MemberInfo>): readonly Member[] {
  const at = member.getHttpEndPoint();
  if (!at || !member.getIsAlive()) return [];
  const leads = member.getState() === gossip.MemberInfo.VNodeState.LEADER;
  return [{ address: `${at.getAddress()}:${at.getPort()}`, leads }];
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
