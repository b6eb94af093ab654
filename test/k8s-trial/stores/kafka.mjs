/** Kafka in a pod of the trial: broker and controller in one, formatted where its folder is empty, then becomes the server. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const data = '/data/kafka';
const java = '/opt/java/bin/java';
const classPath = ['-cp', '/opt/kafka/*'];
const administrator = (key) => readFileSync(`/administrator/${key}`, 'utf8').trim();
const name = administrator('username');
const address = `${process.env.KAFKA_HOST}:9092`;

writeFileSync(
  '/tmp/keystore.pem',
  `${readFileSync('/proof/tls.key', 'utf8')}${readFileSync('/proof/tls.crt', 'utf8')}`,
);
const properties = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': '1@127.0.0.1:9093',
  'controller.listener.names': 'CONTROLLER',
  'log.dirs': data,
  // The two in clear are the broker's own, and end at this pod.
  listeners: 'CLIENT://0.0.0.0:9092,CONTROLLER://127.0.0.1:9093,INTERNAL://127.0.0.1:9094',
  'advertised.listeners': `CLIENT://${address},INTERNAL://127.0.0.1:9094`,
  'inter.broker.listener.name': 'INTERNAL',
  'listener.security.protocol.map': 'CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT',
  'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
  'listener.name.client.scram-sha-512.sasl.jaas.config':
    'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  'ssl.keystore.type': 'PEM',
  'ssl.keystore.location': '/tmp/keystore.pem',
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': `User:${name};User:ANONYMOUS`,
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'group.initial.rebalance.delay.ms': '0',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
};
writeFileSync(
  '/tmp/server.properties',
  Object.entries(properties)
    .map((pair) => `${pair.join('=')}\n`)
    .join(''),
);

if (!existsSync(`${data}/meta.properties`)) {
  const id = randomUUID().replaceAll('-', '').slice(0, 22);
  const user = `SCRAM-SHA-512=[name=${name},password=${administrator('password')}]`;
  const format = ['kafka.tools.StorageTool', 'format', '-t', id, '-c', '/tmp/server.properties', '--add-scram', user];
  execFileSync(java, [...classPath, ...format], { stdio: ['ignore', 'inherit', 'inherit'] });
}
const memory = ['-Xmx384m', '-Xms128m', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];
process.execve(java, ['java', ...memory, ...classPath, 'kafka.Kafka', '/tmp/server.properties'], { ...process.env });
