import { expect, it } from '@jest/globals';
import { services } from '@zhibu/contracts';
import { deadLetterTopicOf, topicOf } from './topics.ts';
import { type Permission, permissionsOf, principals, relayIdOf, userOf } from './permissions.ts';

/** Whether what is granted covers an operation, as the brokers judge it: `READ` and `WRITE` let one describe, too. */
const mayOf =
  (granted: readonly Permission[]) =>
  (operation: Permission['operations'][number], on: Permission['on'], name: string): boolean =>
    granted.some(
      (one) =>
        one.on === on &&
        one.operations.includes(operation) &&
        (one.pattern === 'LITERAL' ? one.name === name : name.startsWith(one.name)),
    );

it('a topic is written by the service whose log it carries, and by nobody else', () => {
  for (const principal of principals) {
    const may = mayOf(permissionsOf(principal));
    for (const service of services) {
      expect([principal, service, may('WRITE', 'TOPIC', topicOf(service))]).toEqual([
        principal,
        service,
        principal === service,
      ]);
      expect(may('WRITE', 'TRANSACTIONAL_ID', relayIdOf(service))).toBe(principal === service);
      expect(may('READ', 'GROUP', relayIdOf(service))).toBe(principal === service);
    }
  }
});

it('everybody reads every topic, in groups of his own', () => {
  for (const principal of principals) {
    const may = mayOf(permissionsOf(principal));
    for (const service of services) expect(may('READ', 'TOPIC', topicOf(service))).toBe(true);
    for (const other of principals)
      expect(may('READ', 'GROUP', `zhibu.${other}.lookup.organization`)).toBe(other === principal);
  }
});

it('dead letters are made and written by the consumer that parked the stream', () => {
  const box = deadLetterTopicOf(topicOf('organization'), 'zhibu.gateway.gateway.organization');
  const may = (principal: (typeof principals)[number]) => mayOf(permissionsOf(principal));
  for (const operation of ['CREATE', 'WRITE', 'DESCRIBE', 'DESCRIBE_CONFIGS'] as const)
    expect([may('gateway')(operation, 'TOPIC', box), may('assessment')(operation, 'TOPIC', box)]).toEqual([
      true,
      false,
    ]);
});

it('no principal may do anything under another prefix, or with the cluster', () => {
  for (const principal of principals) {
    for (const { name, user } of permissionsOf(principal, 'province-a')) {
      expect(user).toBe(userOf(principal, 'province-a'));
      expect(name).toMatch(/^province-a[.-]/);
    }
  }
});
