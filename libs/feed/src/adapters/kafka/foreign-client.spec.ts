import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { publishTo, testBroker, TopicUnderTest } from '../../testing/index.ts';
import { interleaved } from '../../testing/subjects.ts';

const broker = await testBroker();
const COUNT = 40;

/** A message as the console consumer prints it: headers, key and value, by tabs. */
interface Printed {
  readonly attributes: ReadonlyMap<string, string>;
  readonly key: string;
  readonly value: string;
}

function printedOf(line: string): Printed {
  const [headers = '', key = '', value = ''] = line.split('\t');
  // A comma parts headers, and stands in no header of ours.
  const attributes = new Map(
    headers.split(',').map((header) => [header.slice(0, header.indexOf(':')), header.slice(header.indexOf(':') + 1)]),
  );
  return { attributes, key, value };
}

const classPath = 'missing' in broker ? undefined : broker.classPath;
const title = "a client that is not ours: Kafka's own console consumer";
describe(classPath === undefined ? `${title}: NOT RUN, it lies beside a broker of our own only` : title, () => {
  if ('missing' in broker || classPath === undefined) {
    it.todo('runs where Java and Maven are there and KAFKA_BROKERS names no other broker');
    return;
  }
  let topic: TopicUnderTest;
  let messages: readonly Printed[] = [];
  beforeAll(async () => {
    topic = await TopicUnderTest.open(broker);
    topic.relay();
    await publishTo(topic.store, interleaved(['A', 'B'], COUNT / 2));
    await topic.contents(COUNT);
    const { stdout } = await promisify(execFile)(
      'java',
      [
        '-cp',
        classPath,
        'org.apache.kafka.tools.consumer.ConsoleConsumer',
        '--bootstrap-server',
        broker.brokers.join(','),
        '--topic',
        topic.topic,
        '--from-beginning',
        '--isolation-level',
        'read_committed',
        '--max-messages',
        String(COUNT),
        '--timeout-ms',
        '60000',
        '--property',
        'print.headers=true',
        '--property',
        'print.key=true',
      ],
      { maxBuffer: 16 * 1024 * 1024 },
    );
    messages = stdout
      .split('\n')
      .filter((line) => line.includes('ce_id'))
      .map(printedOf);
  });
  afterAll(() => topic.close());

  it("finds every event once, in the log's order", () => {
    expect(messages.map(({ attributes }) => Number(attributes.get('ce_seq')))).toEqual(
      Array.from({ length: COUNT }, (_, index) => index + 1),
    );
  });

  it('finds what CloudEvents 1.0 requires of a message in binary mode', () => {
    for (const { attributes } of messages) {
      expect(attributes.get('ce_specversion')).toBe('1.0');
      expect(attributes.get('ce_id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(attributes.get('ce_source')).toBe('/zhibu/organization');
      expect(attributes.get('ce_type')).toBe('OrganizationRenamed');
      expect(attributes.get('ce_time')).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
      expect(attributes.get('content-type')).toBe('application/json');
      for (const name of attributes.keys()) expect(name).toMatch(/^(ce_[a-z0-9]{1,20}|content-type)$/);
    }
    expect(new Set(messages.map(({ attributes }) => attributes.get('ce_id'))).size).toBe(COUNT);
  });

  it('finds data and metadata as JSON, and the subject as the key', async () => {
    const [first] = messages;
    const [event] = await topic.store.readLog(0n, 1);
    expect(JSON.parse(first?.value ?? '')).toEqual({ data: event?.data, metadata: event?.metadata });
    expect(first?.key).toBe('A');
    expect(first?.attributes.get('ce_subject')).toBe('organization-A');
  });
});
