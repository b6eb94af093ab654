import type { sendUnaryData } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { randomUUID } from 'node:crypto';

export interface Member {
  readonly port: number;
  readonly alive: boolean;
  readonly behaviour: { readonly leads: boolean };
}

/** Who is in the cluster, and who leads: what the client's discovery asks. */
export function gossiping(cluster: readonly Member[]) {
  return (_call: unknown, answer: sendUnaryData<InstanceType<typeof gossip.ClusterInfo>>): void => {
    const info = new gossip.ClusterInfo();
    for (const node of cluster) info.addMembers(memberOf(node));
    answer(null, info);
  };
}

function memberOf(node: Member) {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
  const member = new gossip.MemberInfo();
  const id = new shared.UUID();
  id.setString(randomUUID());
  member.setInstanceId(id);
  member.setTimeStamp('0');
  member.setState(node.behaviour.leads ? LEADER : FOLLOWER);
  member.setIsAlive(node.alive);
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress('127.0.0.1');
  endPoint.setPort(node.port);
  member.setHttpEndPoint(endPoint);
  return member;
}
