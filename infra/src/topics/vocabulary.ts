import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const says = {
  topicsUsage: words(
    'npm run topics [-- --replicas 3]（地址与凭据：KAFKA_BROKERS、KAFKA_TLS、KAFKA_MECHANISM、KAFKA_USERNAME、KAFKA_PASSWORD）',
    'npm run topics [-- --replicas 3] (address and credentials: KAFKA_BROKERS, KAFKA_TLS, KAFKA_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD)',
  ),
  made: (topic: string): Wording => words(`已建主题：${topic}`, `Made: ${topic}`),
  asDeclared: (count: number): Wording => words(`${count} 个主题均与声明一致`, `All ${count} topics are as declared`),
  differs: (text: string): Wording => words(`与声明不符：${text}`, `Not as declared: ${text}`),
  brokerFails: (text: string): Wording => words(`无法访问 Kafka：${text}`, `Kafka cannot be used: ${text}`),
  starting: words('正在启动 Kafka（首次启动会先下载）……', 'Starting Kafka (fetched first, once) …'),
  ready: (address: string): Wording =>
    words(`就绪：KAFKA_BROKERS=${address}；结束：Ctrl-C`, `Ready: KAFKA_BROKERS=${address}; to end: Ctrl-C`),
  noBroker: (text: string): Wording =>
    words(
      `无法启动 Kafka，需要 Java 17 和 Maven：${text}`,
      `Kafka cannot be started; it needs Java 17 and Maven: ${text}`,
    ),
  brokerEnded: (log: string): Wording =>
    words(`Kafka 已自行结束，原因见 ${log}`, `Kafka has ended by itself; ${log} says why`),
  kafkaUsage: words(
    '用法：npm run kafka [-- --port 9092 --data 文件夹]',
    'Usage: npm run kafka [-- --port 9092 --data FOLDER]',
  ),
};
