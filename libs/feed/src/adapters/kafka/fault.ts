/** What is wrong with the broker or the topic, in one sentence that says what to do. Tried again for ever. */
export class BrokerFault extends Error {
  override readonly name = 'BrokerFault';
}

/** Another producer of the same transactional id has taken over: what this one sends is refused. */
export class Deposed extends Error {
  override readonly name = 'Deposed';
}

interface Translation {
  /** Names, types and codes of the client's errors. */
  readonly of: RegExp;
  readonly says: (topic: string) => string;
}

/** The client's errors and the broker's, translated once. The first that fits. */
const TRANSLATIONS: readonly Translation[] = [
  {
    of: /SASL|ILLEGAL_SASL_STATE/,
    says: () => 'the broker refuses the credentials: check user, password and mechanism',
  },
  { of: /ENOTFOUND|EAI_AGAIN/, says: () => 'the name of the broker is not known: check the address' },
  {
    of: /ECONNREFUSED|KafkaJSBrokerNotFound|KafkaJSNoBrokerAvailableError/,
    says: () => 'no broker answers: check the address, or start it',
  },
  {
    of: /SELF_SIGNED|UNABLE_TO_VERIFY|CERT_|ERR_SSL|ERR_TLS|EPROTO|WRONG_VERSION_NUMBER/,
    says: () => 'TLS with the broker fails: check certificates, and whether the port speaks TLS',
  },
  {
    of: /UNKNOWN_TOPIC_OR_PARTITION|KafkaJSTopicMetadataNotLoaded/,
    says: (topic) => `topic ${topic} does not exist: make it with \`npm run topics\``,
  },
  { of: /AUTHORIZATION_FAILED/, says: (topic) => `this user may not do this on ${topic}: grant it on the broker` },
  {
    of: /KafkaJSServerDoesNotSupportApiKey|UNSUPPORTED_VERSION|UNSUPPORTED_FOR_MESSAGE_FORMAT/,
    says: () => 'the broker is too old or no Kafka: transactions and record headers need Kafka 2.5 or later',
  },
  {
    of: /MESSAGE_TOO_LARGE|RECORD_LIST_TOO_LARGE/,
    says: (topic) => `${topic} refuses messages of this size: raise its max.message.bytes to 1048588 or more`,
  },
  {
    of: /NOT_ENOUGH_REPLICAS/,
    says: (topic) => `${topic} has too few replicas in sync: bring the missing brokers back`,
  },
  {
    of: /KafkaJSRequestTimeoutError|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|KafkaJSLockTimeout/,
    says: () => 'the broker does not answer in time: check network and load',
  },
  {
    of: /KafkaJSConnection(Closed)?Error|ECONNRESET|EPIPE/,
    says: () => 'the connection to the broker broke: check the broker, and whether the port speaks TLS',
  },
];

const FENCED = /PRODUCER_FENCED|INVALID_PRODUCER_EPOCH|INVALID_PRODUCER_ID_MAPPING/;

/** An error of the client as one sentence on the broker or the topic; what is translated already stays as it is. */
export function brokerFault(error: unknown, topic: string): Error {
  if (error instanceof BrokerFault || error instanceof Deposed) return error;
  const marks = marksOf(error);
  if (FENCED.test(marks)) return new Deposed(`another relay has taken over ${topic}`, { cause: error });
  const words = error instanceof Error ? error.message : String(error);
  const found = TRANSLATIONS.find((translation) => translation.of.test(marks));
  return new BrokerFault(found ? `${found.says(topic)} (${words})` : `the broker: ${words}`, { cause: error });
}

/** Whether an error, or what caused it, is the client's or the broker's of these names. */
export const isFaultOf = (error: unknown, marks: RegExp): boolean => marks.test(marksOf(error));

/** Names, types and codes down the chain of causes. */
function marksOf(error: unknown): string {
  const marks: string[] = [];
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth += 1) {
    marks.push(current.name);
    if ('type' in current) marks.push(String(current.type));
    if ('code' in current) marks.push(String(current.code));
    if (current.name === 'KafkaJSConnectionError') marks.push(current.message.includes('timeout') ? 'ETIMEDOUT' : '');
  }
  return marks.join(' ');
}
