import { BrokerFault, kafkaCluster, type Principal, principals } from '@zhibu/feed';
import { kafkaAccessFrom } from '@zhibu/service-kit';
import { exits, OperatorFault } from '../operator/fault.ts';
import { runOperator } from '../operator/program.adapter.ts';
import type { Environment } from '../operator/secrets.adapter.ts';
import { faults, wrong } from '../operator/vocabulary.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { provision } from '../topics/provision.ts';
import { says } from '../topics/vocabulary.ts';

const DEFAULT_BROKERS = '127.0.0.1:9092';

/**
 * `npm run topics`: makes the topics that are missing, checks the others; where the processes' passwords are given, their
 * users, and what each may do, too. Brokers are named as for every process; those of a data folder are provided for by
 * whoever starts them. 0: all as declared; 1: not.
 */
await runOperator(says.topicsUsage, async ({ environment, say, complain }) => {
  const replicas = replicasGiven();
  const passwords = passwordsIn(environment);
  const brokers = environment['KAFKA_BROKERS'] || DEFAULT_BROKERS;
  const { cluster, prefix } = kafkaAccessFrom({ ...environment, KAFKA_BROKERS: brokers }, 'topics');
  const { made, users, differences, declared } = await provision(kafkaCluster(cluster), {
    prefix,
    replicas,
    passwords,
  }).catch(toSentence);
  for (const topic of made) say(says.made(topic));
  for (const user of users) say(says.user(user));
  for (const difference of differences) complain(says.differs(difference));
  if (differences.length > 0) return exits.notSo;
  say(says.asDeclared(declared));
  return exits.done;
});

function passwordOf(principal: Principal): string {
  return `KAFKA_PASSWORD_${principal.toUpperCase()}`;
}

/** The passwords of all users, or of none. @throws OperatorFault naming those that are missing */
function passwordsIn(environment: Environment): ReadonlyMap<Principal, string> | undefined {
  const given = principals.flatMap((one): [Principal, string][] => {
    const password = environment[passwordOf(one)];
    return password ? [[one, password]] : [];
  });
  if (given.length === 0) return undefined;
  const passwords = new Map(given);
  const missing = principals.filter((one) => !passwords.has(one)).map((one) => wrong.missing(passwordOf(one)));
  if (missing.length > 0) throw new OperatorFault(faults.settings(missing), exits.wrongUse);
  return passwords;
}

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
