import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const says = {
  topicsUsage: words(
    'npm run topics [-- --replicas 3]（地址与凭据：KAFKA_BROKERS、KAFKA_TLS、KAFKA_MECHANISM、KAFKA_USERNAME、KAFKA_PASSWORD，或 KAFKA_MECHANISM=certificate 和 TLS_CERT、TLS_KEY、TLS_CA；给出 KAFKA_PASSWORD_ORGANIZATION 等各进程密码时一并建立用户和权限）',
    'npm run topics [-- --replicas 3] (address and credentials: KAFKA_BROKERS, KAFKA_TLS, KAFKA_MECHANISM, KAFKA_USERNAME, KAFKA_PASSWORD, or KAFKA_MECHANISM=certificate with TLS_CERT, TLS_KEY, TLS_CA; with the passwords of the processes, KAFKA_PASSWORD_ORGANIZATION and so on, it makes their users and permissions, too)',
  ),
  made: (topic: string): Wording => words(`已建主题：${topic}`, `Made: ${topic}`),
  user: (name: string): Wording =>
    words(`用户已就绪：${name}，只有其所需的权限`, `User: ${name}, with what it needs and nothing else`),
  asDeclared: (count: number): Wording => words(`${count} 个主题均与声明一致`, `All ${count} topics are as declared`),
  differs: (text: string): Wording =>
    words(
      `有主题或权限与声明不符，请更改（系统信息：${text}）`,
      `A topic or a permission is not as declared; alter it (the system says: ${text})`,
    ),
  brokerFails: (text: string): Wording =>
    words(
      `无法访问 Kafka，请检查地址、凭据和服务器（系统信息：${text}）`,
      `Kafka cannot be used; see its address, the credentials and the server (the system says: ${text})`,
    ),
  starting: words('正在启动 Kafka（首次启动会先下载）……', 'Starting Kafka (fetched first, once) …'),
  ready: (address: string): Wording =>
    words(`就绪：KAFKA_BROKERS=${address}；结束：Ctrl-C`, `Ready: KAFKA_BROKERS=${address}; to end: Ctrl-C`),
  noBroker: (text: string): Wording =>
    words(
      `无法启动 Kafka，需要 Java 17 和 Maven（系统信息：${text}）`,
      `Kafka cannot be started; it needs Java 17 and Maven (the system says: ${text})`,
    ),
  brokerEnded: (log: string): Wording =>
    words(`Kafka 已自行结束，原因见 ${log}`, `Kafka has ended by itself; ${log} says why`),
  kafkaUsage: words(
    '用法：npm run kafka [-- --port 9092 --data 文件夹]',
    'Usage: npm run kafka [-- --port 9092 --data FOLDER]',
  ),
};
