import { connect } from '@zhibu/database';
import { PostgresEventStore } from '@zhibu/event-store';
import { kafkaCluster } from '../adapters/kafka/cluster.ts';
import { Relay } from '../carrying/relay.ts';
import { testFeedKey } from './feed-key.ts';

/** A relay in a process of its own, to be killed and stopped by tests: `relay.cli.ts BROKERS URL PREFIX LEASE_MS`. */
const [brokers = '', url = '', topicPrefix = '', leaseMs = ''] = process.argv.slice(2);

const schema = 'organization';
new Relay({
  service: 'organization',
  key: testFeedKey,
  topicPrefix,
  leaseMs: Number(leaseMs),
  store: await PostgresEventStore.open({ url, schema, seal: false, max: 2 }),
  database: connect(url, { schema, max: 2 }),
  cluster: kafkaCluster({ brokers: brokers.split(','), clientId: 'zhibu-relay-under-test' }),
  onChange: ({ state }) => process.stdout.write(`${state}\n`),
}).start();
