import { BrokerFault, ensureTopics, kafkaCluster } from '@zhibu/feed';
import type { Wording } from '@zhibu/contracts';
import { parseArgs } from 'node:util';
import { processTerminal } from '../terminal/terminal.adapter.ts';
import { clusterFrom, declaredTopics } from '../topics/declaration.ts';
import { says } from '../topics/vocabulary.ts';

const terminal = processTerminal();
const say = ({ zh, en }: Wording): void => {
  terminal.say(zh);
  terminal.say(en);
};
const complain = ({ zh, en }: Wording): void => {
  terminal.complain(zh);
  terminal.complain(en);
};

/** `npm run topics`: makes the topics that are missing, checks the others. Exit code 0: all as declared; 1: not, or no broker; 2: wrong arguments. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { replicas: { type: 'string', default: '1' } }, strict: false });
  const replicas = Number(values.replicas);
  if (!Number.isInteger(replicas) || replicas < 1) {
    complain(says.usage);
    return 2;
  }
  const declared = declaredTopics(process.env['KAFKA_TOPIC_PREFIX'] || 'zhibu', replicas);
  const { made, differences } = await ensureTopics(kafkaCluster(clusterFrom(process.env)), declared);
  for (const topic of made) say(says.made(topic));
  for (const difference of differences) complain(says.differs(difference.says));
  if (differences.length === 0) say(says.asDeclared(declared.length));
  return differences.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof BrokerFault)) throw error;
  complain(says.brokerFails(error.message));
  process.exitCode = 1;
}
