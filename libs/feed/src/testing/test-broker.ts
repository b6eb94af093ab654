import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runKafka } from '@zhibu/broker';
import { alone } from '@zhibu/broker';

/** The broker that specs share. */
export interface TestBroker {
  /** What it is, for the suite's name. */
  readonly name: string;
  readonly brokers: readonly string[];
  /** The listener that asks for credentials, where the broker is ours. */
  readonly saslBrokers: readonly string[];
  /** The class path of its console tools, where the broker is ours. */
  readonly classPath?: string;
}

const CACHE = fileURLToPath(new URL('../../../../.cache/kafka', import.meta.url));

/**
 * A real broker: the one that KAFKA_BROKERS names, or Apache Kafka from its jars, one for the whole test run, started by
 * the first spec that asks and ended with the run. Where neither is to be had, says why instead.
 */
export async function testBroker(): Promise<TestBroker | { readonly missing: string }> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { name: `Kafka at ${given}`, brokers: given.split(','), saslBrokers: [] };
  try {
    return await shared();
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

async function shared(): Promise<TestBroker> {
  const run = Number(process.env['ZHIBU_TEST_RUN'] ?? process.pid);
  const folder = join(tmpdir(), `zhibu-kafka-${run}`);
  const card = join(folder, 'broker.json');
  return alone(`${folder}.lock`, async () => {
    const known = await readFile(card, 'utf8').catch(() => undefined);
    if (known) return JSON.parse(known) as TestBroker;
    await mkdir(folder, { recursive: true });
    const { address, saslAddress, classPath } = await runKafka({
      folder,
      cache: CACHE,
      livesWith: run,
      temporary: true,
    });
    const broker = { name: 'Apache Kafka 4.1.0', brokers: [address], saslBrokers: [saslAddress], classPath };
    await writeFile(card, JSON.stringify(broker));
    return broker;
  });
}
