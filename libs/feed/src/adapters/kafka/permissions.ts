import { type ServiceName, services } from '@zhibu/contracts';
import kafkajs, { type AclEntry, type AclOperationTypes as Operations } from 'kafkajs';
import type { KafkaCluster } from './cluster.ts';
import { brokerFault } from './fault.ts';
import { topicOf } from './topics.ts';

// Node finds only the first names of this package by themselves.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** Whoever writes or reads topics: a service, or the gateway. */
export type Principal = ServiceName | 'gateway';

/** What somebody may do with what the brokers hold, by Kafka's names. */
export interface Permission {
  readonly user: string;
  readonly on: 'TOPIC' | 'GROUP' | 'TRANSACTIONAL_ID';
  readonly name: string;
  /** Whether the name is that of one, or the beginning of many. */
  readonly pattern: 'LITERAL' | 'PREFIXED';
  readonly operations: readonly (keyof typeof Operations)[];
}

/** As whom a process is known to the brokers. @param prefix that of the topics */
export const userOf = (principal: Principal, prefix = 'zhibu'): string => `${prefix}-${principal}`;

/** Under what a relay is known to the brokers, as a transaction and as the group that keeps its position. */
export const relayIdOf = (service: ServiceName, prefix = 'zhibu'): string => `${prefix}-relay-${service}`;

/** All whose users may do something. */
export const principals: readonly Principal[] = [...services, 'gateway'];

/**
 * What a process may do with the topics: read all of them in groups of its own, leave copies of what parks a stream in
 * dead-letter topics of its own, and, a service, write its own topic. Whoever may do more may forge a log.
 */
export function permissionsOf(principal: Principal, prefix = 'zhibu'): readonly Permission[] {
  const user = userOf(principal, prefix);
  const group = `${prefix}.${principal}`;
  const read: readonly Permission[] = services.flatMap((service) => {
    const topic = topicOf(service, prefix);
    return [
      { user, on: 'TOPIC', name: topic, pattern: 'LITERAL', operations: ['READ', 'DESCRIBE'] },
      {
        user,
        on: 'TOPIC',
        name: `${topic}.${group}`,
        pattern: 'PREFIXED',
        operations: ['CREATE', 'WRITE', 'DESCRIBE', 'DESCRIBE_CONFIGS'],
      },
    ];
  });
  const own: readonly Permission[] =
    principal === 'gateway'
      ? []
      : [
          { user, on: 'TOPIC', name: topicOf(principal, prefix), pattern: 'LITERAL', operations: ['WRITE'] },
          {
            user,
            on: 'TRANSACTIONAL_ID',
            name: relayIdOf(principal, prefix),
            pattern: 'LITERAL',
            operations: ['WRITE'],
          },
          { user, on: 'GROUP', name: relayIdOf(principal, prefix), pattern: 'LITERAL', operations: ['READ'] },
        ];
  return [...read, { user, on: 'GROUP', name: group, pattern: 'PREFIXED', operations: ['READ'] }, ...own];
}

/**
 * Grants what is declared, and answers what these users may do beside it, a sentence each; it takes nothing away.
 * @throws BrokerFault where whoever asks may not, or the brokers judge nobody
 */
export async function ensurePermissions(
  cluster: KafkaCluster,
  declared: readonly Permission[],
): Promise<readonly string[]> {
  const admin = cluster.admin();
  try {
    await admin.connect();
    const acl = declared.flatMap(entriesOf);
    await admin.createAcls({ acl });
    const users = new Set(declared.map(({ user }) => `User:${user}`));
    const wanted = new Set(acl.map(wordsOf));
    const { resources } = await admin.describeAcls({
      resourceType: AclResourceTypes.ANY,
      resourcePatternType: ResourcePatternTypes.ANY,
      operation: AclOperationTypes.ANY,
      permissionType: AclPermissionTypes.ANY,
    });
    return resources
      .flatMap(({ acls, ...resource }) => acls.map((one) => ({ ...resource, ...one })))
      .filter((entry) => users.has(entry.principal) && !wanted.has(wordsOf(entry)))
      .map((entry) => `${wordsOf(entry)} is not declared: take it away`);
  } catch (error) {
    throw brokerFault(error, 'permissions');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

function entriesOf({ user, on, name, pattern, operations }: Permission): readonly AclEntry[] {
  return operations.map((operation) => ({
    principal: `User:${user}`,
    host: '*',
    operation: AclOperationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: AclResourceTypes[on],
    resourceName: name,
    resourcePatternType: ResourcePatternTypes[pattern],
  }));
}

const wordsOf = (entry: AclEntry): string =>
  [
    entry.principal,
    AclPermissionTypes[entry.permissionType],
    AclOperationTypes[entry.operation],
    AclResourceTypes[entry.resourceType],
    ResourcePatternTypes[entry.resourcePatternType],
    entry.resourceName,
    entry.host,
  ].join(' ');
