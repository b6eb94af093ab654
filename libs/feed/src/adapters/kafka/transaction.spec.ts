import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Producer } from 'kafkajs';
import { eventually, testBroker } from '../../testing/index.ts';
import { type KafkaCluster, kafkaCluster } from './cluster.ts';
import { ensureTopics } from './topics.ts';

const broker = await testBroker();
const TRANSACTIONS = 20;

if ('missing' in broker) {
  describe(`transactions: NOT RUN, there is no broker (${broker.missing})`, () => {
    it.todo('runs where KAFKA_BROKERS names one, or Java and Maven are there');
  });
} else {
  describe(`transactions, on ${broker.name}`, () => {
    const topic = `zhibu-transactions-${randomUUID()}`;
    const cluster: KafkaCluster = kafkaCluster({ brokers: broker.brokers, clientId: 'zhibu-transactions' });
    let producer: Producer;
    beforeAll(async () => {
      await ensureTopics(cluster, [{ name: topic, partitions: 1, replicas: 1, settings: {} }]);
      producer = cluster.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
      await producer.connect();
      // A broker that has just started refuses for some seconds.
      await eventually(() => transact(0), 30_000);
    });
    afterAll(() => producer.disconnect());

    async function transact(index: number): Promise<void> {
      const transaction = await producer.transaction();
      try {
        await transaction.send({ topic, messages: [{ value: String(index) }] });
        await transaction.sendOffsets({
          consumerGroupId: topic,
          topics: [{ topic, partitions: [{ partition: 0, offset: String(index) }] }],
        });
        await transaction.commit();
      } catch (error) {
        await transaction.abort();
        throw error;
      }
    }

    it('one after the other do not ask each time who coordinates them', async () => {
      const asked: string[] = [];
      producer.on(producer.events.REQUEST, ({ payload }) => {
        asked.push(payload.apiName);
      });
      for (let index = 0; index < TRANSACTIONS; index += 1) await transact(index);
      expect(asked.filter((name) => name === 'EndTxn')).toHaveLength(TRANSACTIONS);
      expect(asked.filter((name) => name === 'GroupCoordinator').length).toBeLessThan(TRANSACTIONS);
    });

    it('leave a connection behind that rests', async () => {
      const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
        prototype: { checkPendingRequests: () => void };
      };
      const check = prototype.checkPendingRequests;
      let checks = 0;
      prototype.checkPendingRequests = function (): void {
        checks += 1;
        check.call(this);
      };
      await transact(TRANSACTIONS);
      const sending = checks;
      await pause(1_000);
      prototype.checkPendingRequests = check;
      expect(sending).toBeGreaterThan(0);
      expect(checks - sending).toBeLessThan(10);
    });
  });
}
