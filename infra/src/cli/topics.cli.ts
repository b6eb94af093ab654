import { BrokerFault, ensureTopics, kafkaCluster } from '@zhibu/feed';
import { kafkaAccessFrom } from '@zhibu/service-kit';
import { exits, OperatorFault } from '../operator/fault.ts';
import { runOperator } from '../operator/program.adapter.ts';
import { faults } from '../operator/vocabulary.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { declaredTopics } from '../topics/declaration.ts';
import { says } from '../topics/vocabulary.ts';

const DEFAULT_BROKERS = '127.0.0.1:9092';

/**
 * `npm run topics`: makes the topics that are missing, checks the others. Brokers are named as for every process; those of
 * a data folder make theirs themselves. 0: all as declared; 1: not.
 */
await runOperator(says.topicsUsage, async ({ environment, say, complain }) => {
  const replicas = replicasGiven();
  const brokers = environment['KAFKA_BROKERS'] || DEFAULT_BROKERS;
  const { cluster, prefix } = kafkaAccessFrom({ ...environment, KAFKA_BROKERS: brokers }, 'topics');
  const declared = declaredTopics(prefix, replicas);
  const { made, differences } = await ensureTopics(kafkaCluster(cluster), declared).catch(toSentence);
  for (const topic of made) say(says.made(topic));
  for (const difference of differences) complain(says.differs(difference.says));
  if (differences.length > 0) return exits.notSo;
  say(says.asDeclared(declared.length));
  return exits.done;
});

function replicasGiven(): number {
  const given = new Arguments(process.argv.slice(2), { texts: ['replicas'], flags: [] });
  const replicas = Number(given.text('replicas') ?? '1');
  if (given.positionals.length === 0 && Number.isInteger(replicas) && replicas > 0) return replicas;
  throw new OperatorFault(faults.usage(says.topicsUsage), exits.wrongUse);
}

function toSentence(error: unknown): never {
  if (error instanceof BrokerFault) throw new OperatorFault(says.brokerFails(error.message), exits.notDone);
  throw error;
}
