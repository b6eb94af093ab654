import {
  ensurePermissions,
  ensureTopics,
  ensureUsers,
  type KafkaCluster,
  type KafkaUser,
  permissionsOf,
  type Principal,
  principals,
  userOf,
} from '@zhibu/feed';
import { declaredTopics } from './declaration.ts';

/** What a cluster is to have. */
export interface Wanted {
  readonly prefix: string;
  /** How many brokers hold each topic. */
  readonly replicas: number;
  /** By which the processes are known to the brokers; undefined: users and permissions are somebody else's business. */
  readonly passwords: ReadonlyMap<Principal, string> | undefined;
}

/** What was made, and what is not as declared. */
export interface Provisioned {
  /** Topics that were missing. */
  readonly made: readonly string[];
  /** Users whose password and permissions are now those declared. */
  readonly users: readonly string[];
  /** A sentence each. */
  readonly differences: readonly string[];
  /** How many topics are declared. */
  readonly declared: number;
}

/** Makes the topics that are missing, and the users, and grants them what each needs; changes no topic, takes no permission away. @throws BrokerFault */
export async function provision(cluster: KafkaCluster, { prefix, replicas, passwords }: Wanted): Promise<Provisioned> {
  const topics = declaredTopics(prefix, replicas);
  const { made, differences } = await ensureTopics(cluster, topics);
  const users = [...(passwords ?? [])].map(([principal, password]) => ({ name: userOf(principal, prefix), password }));
  return {
    made,
    users: users.map(({ name }) => name),
    differences: [...differences.map(({ says }) => says), ...(await admitted(cluster, users, prefix))],
    declared: topics.length,
  };
}

/** What the users may do beside what is declared. */
async function admitted(
  cluster: KafkaCluster,
  users: readonly KafkaUser[],
  prefix: string,
): Promise<readonly string[]> {
  if (users.length === 0) return [];
  await ensureUsers(cluster, users);
  return ensurePermissions(
    cluster,
    principals.flatMap((principal) => permissionsOf(principal, prefix)),
  );
}
