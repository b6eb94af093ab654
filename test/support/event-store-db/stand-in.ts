import { freePort } from '@zhibu/kernel';
import type { NodeCertificate } from './certificates.ts';
import { Elections } from './elections.ts';
import { Gossip } from './gossip.ts';
import { StandInNode } from './node.ts';
import { Rights, type User } from './rights.ts';
import { ServerLog } from './server-log.ts';
import { Tally } from './tally.ts';

export { StandInNode } from './node.ts';

/**
 * A stand-in for an EventStoreDB cluster: the real client talks to it over real gRPC, by the definitions that the client
 * ships. It is in memory, and imitates what servers of 23.10 do and do not promise, as specs of its own say
 * (test/event-store-db/stand-in-*.spec.ts); no test that passes here is called a test against EventStoreDB.
 */
export class StandIn {
  readonly log = new ServerLog();
  readonly rights = new Rights(this.log);
  readonly nodes: readonly StandInNode[];
  readonly elections: Elections;
  /** With which every node speaks TLS; without it none does. */
  readonly certificate: NodeCertificate | undefined;

  private constructor(ports: readonly number[], certificate: NodeCertificate | undefined) {
    const nodes: StandInNode[] = [];
    const gossip = new Gossip(nodes);
    this.nodes = nodes;
    this.certificate = certificate;
    this.elections = new Elections(nodes, gossip, this.log);
    const { log, rights } = this;
    for (const port of ports) nodes.push(new StandInNode(port, { log, rights, gossip, certificate }));
    this.elections.elect(this.node);
  }

  static async start(nodes = 1, certificate?: NodeCertificate): Promise<StandIn> {
    const ports = await Promise.all(Array.from({ length: nodes }, () => freePort()));
    const standIn = new StandIn(ports, certificate);
    await Promise.all(standIn.nodes.map((node) => node.start()));
    return standIn;
  }

  get connectionString(): string {
    return `esdb://${this.nodes.map((node) => node.address).join(',')}?tls=${this.certificate ? 'true' : 'false'}&maxDiscoverAttempts=5&discoveryInterval=50`;
  }

  /** The first node; the only one unless more were asked for. */
  get node(): StandInNode {
    const [first] = this.nodes;
    if (!first) throw new Error('a cluster without a node');
    return first;
  }

  /** From now on whoever comes must show a user; this one may do everything, unless told in which groups it is. */
  demand({ groups = ['$admins'], ...user }: User): void {
    this.rights.add({ ...user, groups });
  }

  /** What was asked of all nodes up to now, told and written. @param connection the name of one; all of them unless told */
  tally(connection?: string): Tally {
    return Tally.together(this.nodes.map(({ counts }) => counts.tally(connection)));
  }

  stop(): void {
    for (const node of this.nodes) node.kill();
  }
}
