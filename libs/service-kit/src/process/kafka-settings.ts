import type { ClusterSettings } from '@zhibu/feed';
import { listOf, needed, oneOf, optional, readConfiguration, secret, words } from './configuration.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const broker = { says: 'host:port', read: (text: string) => (/^[\w.-]+:\d{1,5}$/.test(text) ? text : undefined) };

/** The settings of a Kafka cluster. @param isUsed whether its brokers must be there */
export function kafkaSettings(isUsed: boolean) {
  return {
    KAFKA_BROKERS: needed(isUsed, listOf(broker)),
    KAFKA_TLS: oneOf(['off', 'on'], 'off'),
    KAFKA_MECHANISM: oneOf(['plain', 'scram-sha-256', 'scram-sha-512'], 'scram-sha-512'),
    KAFKA_USERNAME: optional(words()),
    KAFKA_PASSWORD: secret(optional(words())),
    KAFKA_TOPIC_PREFIX: {
      says: 'letters, digits, dots and dashes',
      read: (text: string) => (/^[a-z][a-z0-9.-]{0,63}$/.test(text) ? text : undefined),
      fallback: 'zhibu',
    },
  };
}

type KafkaSettings = ReturnType<typeof readKafka>;
const readKafka = (environment: Environment) => readConfiguration(kafkaSettings(true), environment);

/** How the cluster is reached that the settings name. @param client what the brokers' logs call whoever connects */
export function kafkaAccess(
  settings: Pick<KafkaSettings, 'KAFKA_TLS' | 'KAFKA_MECHANISM' | 'KAFKA_USERNAME' | 'KAFKA_PASSWORD'> & {
    readonly KAFKA_BROKERS: readonly string[] | null;
  },
  client: string,
): ClusterSettings {
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password, KAFKA_MECHANISM: mechanism } = settings;
  return {
    brokers: settings.KAFKA_BROKERS ?? [],
    clientId: `zhibu-${client}`,
    ...(settings.KAFKA_TLS === 'on' ? { tls: true } : {}),
    ...(username === null || password === null ? {} : { sasl: { mechanism, username, password } }),
  };
}

/** The same for a command that needs nothing else, with the prefix of topics. @throws ConfigurationError naming every setting that is wrong or missing */
export function kafkaAccessFrom(
  environment: Environment,
  client: string,
): { readonly cluster: ClusterSettings; readonly prefix: string } {
  const settings = readKafka(environment);
  return { cluster: kafkaAccess(settings, client), prefix: settings.KAFKA_TOPIC_PREFIX };
}
