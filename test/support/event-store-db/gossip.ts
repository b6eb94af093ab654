import type { sendUnaryData } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { randomUUID } from 'node:crypto';
import type { NodeState } from './behaviour.ts';
import type { Counts } from './tally.ts';

export interface Member {
  readonly port: number;
  readonly answers: boolean;
  readonly behaviour: { readonly state: NodeState };
}

/** What the nodes tell each other, and whoever discovers the cluster; the dead are named until it is noticed. */
export class Gossip<Node extends Member> {
  /** Members of whom nobody has noticed yet that they do not answer. */
  readonly notMissed = new Set<Node>();
  private readonly members: readonly Node[];

  constructor(members: readonly Node[]) {
    this.members = members;
  }

  /** Whom the nodes hold for the leader, dead or alive. */
  get leader(): Node | undefined {
    return this.members.find((member) => this.holdsAlive(member) && member.behaviour.state === 'leader');
  }

  holdsAlive(member: Node): boolean {
    return member.answers || this.notMissed.has(member);
  }

  /** `Gossip/Read`: who is in the cluster, and who leads: what the client's discovery asks. */
  reading(counts: Counts) {
    return (_call: unknown, answer: sendUnaryData<InstanceType<typeof gossip.ClusterInfo>>): void => {
      counts.request('', 'gossip');
      const info = new gossip.ClusterInfo();
      for (const member of this.members) info.addMembers(this.described(member));
      answer(null, info);
    };
  }

  private described(member: Node) {
    const { LEADER, FOLLOWER, UNKNOWN } = gossip.MemberInfo.VNodeState;
    const id = new shared.UUID();
    id.setString(randomUUID());
    const endPoint = new gossip.EndPoint();
    endPoint.setAddress('127.0.0.1').setPort(member.port);
    return new gossip.MemberInfo()
      .setInstanceId(id)
      .setTimeStamp('0')
      .setState({ leader: LEADER, follower: FOLLOWER, unknown: UNKNOWN }[member.behaviour.state])
      .setIsAlive(this.holdsAlive(member))
      .setHttpEndPoint(endPoint);
  }
}
