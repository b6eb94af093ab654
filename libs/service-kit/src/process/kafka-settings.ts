import type { ClusterSettings } from '@zhibu/feed';
import {
  ConfigurationError,
  listOf,
  needed,
  oneOf,
  optional,
  readConfiguration,
  secret,
  words,
} from './configuration.ts';
import { believeAuthority, tlsSettings } from './tls-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const broker = { says: 'host:port', read: (text: string) => (/^[\w.-]+:\d{1,5}$/.test(text) ? text : undefined) };

/** The settings of a Kafka cluster. @param isUsed whether its brokers must be there */
export function kafkaSettings(isUsed: boolean) {
  return {
    KAFKA_BROKERS: needed(isUsed, listOf(broker)),
    KAFKA_TLS: oneOf(['off', 'on'], 'off'),
    // `certificate`: by that of TLS_CERT, without user and password.
    KAFKA_MECHANISM: oneOf(['plain', 'scram-sha-256', 'scram-sha-512', 'certificate'], 'scram-sha-512'),
    KAFKA_USERNAME: optional(words()),
    KAFKA_PASSWORD: secret(optional(words())),
    KAFKA_TOPIC_PREFIX: {
      says: 'letters, digits, dots and dashes',
      read: (text: string) => (/^[a-z][a-z0-9.-]{0,63}$/.test(text) ? text : undefined),
      fallback: 'zhibu',
    },
  };
}

const readKafka = (environment: Environment) =>
  readConfiguration({ ...kafkaSettings(true), ...tlsSettings }, environment);
type KafkaSettings = ReturnType<typeof readKafka>;
type Shown = Pick<
  KafkaSettings,
  'KAFKA_TLS' | 'KAFKA_MECHANISM' | 'KAFKA_USERNAME' | 'KAFKA_PASSWORD' | 'TLS_CERT' | 'TLS_KEY'
>;

/** How the cluster is reached that the settings name. @param client what the brokers' logs call whoever connects. @throws ConfigurationError where a certificate is to be shown, and is not told */
export function kafkaAccess(
  settings: Shown & { readonly KAFKA_BROKERS: readonly string[] | null },
  client: string,
): ClusterSettings {
  return { brokers: settings.KAFKA_BROKERS ?? [], clientId: `zhibu-${client}`, ...proofOf(settings) };
}

/** By what the client proves itself, and whether it is encrypted. */
function proofOf(settings: Shown): Pick<ClusterSettings, 'tls' | 'sasl'> {
  const { KAFKA_TLS, KAFKA_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = settings;
  if (mechanism === 'certificate') return { tls: certificateOf(settings) };
  return {
    ...(KAFKA_TLS === 'on' ? { tls: true } : {}),
    ...(username === null || password === null ? {} : { sasl: { mechanism, username, password } }),
  };
}

function certificateOf({ KAFKA_TLS, TLS_CERT: cert, TLS_KEY: key }: Shown): NonNullable<ClusterSettings['tls']> {
  if (KAFKA_TLS === 'on' && cert !== null && key !== null) return { cert, key };
  throw new ConfigurationError('KAFKA_MECHANISM is "certificate"; it needs KAFKA_TLS=on, TLS_CERT and TLS_KEY');
}

/**
 * The same for a command that needs nothing else, with the prefix of topics; `TLS_CA` is believed from now on.
 * @throws ConfigurationError naming every setting that is wrong or missing
 */
export function kafkaAccessFrom(
  environment: Environment,
  client: string,
): { readonly cluster: ClusterSettings; readonly prefix: string } {
  const settings = readKafka(environment);
  believeAuthority(settings);
  return { cluster: kafkaAccess(settings, client), prefix: settings.KAFKA_TOPIC_PREFIX };
}
