import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NoBroker } from '@zhibu/broker';
import { kafkaCluster, relayIdOf } from '@zhibu/feed';
import { type Cluster, newAuthority, newCertificate, startCluster } from '@zhibu/infra';
import { kafkaAccessFrom } from '@zhibu/service-kit';
import { discard, newData } from '../support/platform.ts';

const believedBefore = getCACertificates('default');
const data = await newData();
const cluster: Cluster | NoBroker = await startCluster({ data, feed: 'kafka' }).catch((error: unknown) => {
  if (error instanceof NoBroker) return error;
  throw error;
});

if (cluster instanceof NoBroker)
  describe(`Kafka by TLS and SCRAM: NOT RUN, there is no broker (${cluster.message})`, () => {
    it.todo('runs where Java and Maven are there');
  });
else over(cluster);

function over({ url, broker, certificates, stop }: Cluster): void {
  if (!broker || !certificates) throw new Error('the cluster is plain');
  let believed = getCACertificates('default');
  beforeAll(() => {
    believed = getCACertificates('default');
  });
  afterAll(async () => {
    setDefaultCACertificates(believedBefore);
    await stop();
    await discard(data);
  }, 120_000);

  type Settings = Readonly<Record<string, string>>;
  const clientOf = (settings: Settings) => kafkaCluster(kafkaAccessFrom(settings, 'test').cluster);

  /** Whether the brokers let the gateway in with these settings. */
  const letIn = async (changed: Settings = {}): Promise<string> => {
    const admin = clientOf({ ...broker.settings('gateway'), ...changed }).admin();
    try {
      await admin.connect();
      return (await admin.listTopics()).includes('zhibu.organization') ? 'let in' : 'no topics';
    } catch (error) {
      return String(error);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  };

  it('carries what one process records to the read model of another', async () => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation M($input: RegisterOrganizationInput!) { registerOrganization(input: $input) { projected } }',
        variables: { input: { code: 'P', kind: 'province', name: '某省', openedOn: '2010-01-01' } },
      }),
    });
    expect(await answer.json()).toEqual({ data: { registerOrganization: { projected: true } } });
  });

  it('is refused to whoever does not believe the broker, has another password, or speaks in clear', async () => {
    setDefaultCACertificates(believedBefore);
    expect(await letIn()).toMatch(/SELF_SIGNED|self.signed|certificate/i);
    setDefaultCACertificates([...believedBefore, (await newAuthority('another')).certificate]);
    expect(await letIn()).toMatch(/SELF_SIGNED|self.signed|certificate/i);
    setDefaultCACertificates(believed);
    expect(await letIn()).toBe('let in');
    expect(await letIn({ KAFKA_PASSWORD: 'another' })).toMatch(/SASL|credentials|Authentication/i);
    expect(await letIn({ KAFKA_TLS: 'off' })).not.toMatch(/let in|no topics/);
  });

  /** What becomes of a message that somebody sends to the topic of Organization, in its relay's name or in none. */
  const sent = async (by: 'organization' | 'supervision' | 'gateway', transactionalId?: string): Promise<string> => {
    const producer = clientOf(broker.settings(by)).producer({
      allowAutoTopicCreation: false,
      retry: { retries: 5, initialRetryTime: 20 },
      ...(transactionalId ? { transactionalId, idempotent: true, maxInFlightRequests: 1 } : {}),
    });
    try {
      await producer.connect();
      const to = transactionalId ? await producer.transaction() : producer;
      await to.send({ topic: 'zhibu.organization', messages: [{ key: 'P', value: '{}' }] });
      return 'written';
    } catch (error) {
      return String(Reflect.get(Object(error), 'type') ?? error);
    } finally {
      await producer.disconnect();
    }
  };

  it('lets nobody write a topic but the service whose log it carries', async () => {
    const relay = relayIdOf('organization');
    expect([await sent('gateway'), await sent('supervision')]).toEqual([
      'TOPIC_AUTHORIZATION_FAILED',
      'TOPIC_AUTHORIZATION_FAILED',
    ]);
    // The client says of a transaction that it may not begin only that nobody coordinates it.
    expect(await sent('supervision', relay)).toMatch(/TRANSACTIONAL_ID_AUTHORIZATION_FAILED|CoordinatorNotFound/);
    expect(await sent('organization')).toBe('written');
    expect(await sent('organization', relay)).toBe('written');
  });

  /** What becomes of who comes where topics are made, with a certificate, and makes one. */
  const made = async (shown: { readonly cert: string; readonly key: string } | undefined): Promise<string> => {
    const admin = kafkaCluster({ brokers: [broker.adminAddress], clientId: 'test', tls: shown ?? true }).admin();
    try {
      await admin.connect();
      await admin.createTopics({ topics: [{ topic: 'zhibu.forged', numPartitions: 1, replicationFactor: 1 }] });
      return 'made';
    } catch (error) {
      const first: unknown = Object(Object(error).errors)[0] ?? error;
      return String(Object(first).type ?? first);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  };
  const shownOf = (name: string) => {
    const { cert, key } = certificates.files(name);
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  };

  it('knows who may do everything by a certificate of its own authority, and by no other', async () => {
    const another = await newAuthority('another');
    const forged = await newCertificate(another, { name: 'kafka-admin', hosts: ['kafka-admin'] });
    expect(await made({ cert: forged.certificate, key: forged.key })).not.toBe('made');
    expect(await made(undefined)).not.toBe('made');
    expect(await made(shownOf('gateway'))).toBe('TOPIC_AUTHORIZATION_FAILED');
    expect(await made(shownOf('kafka-admin'))).toBe('made');
  });
}
