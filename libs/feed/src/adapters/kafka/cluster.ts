import { Kafka, type LogEntry, logLevel, type SASLOptions } from 'kafkajs';
import type { ConnectionOptions } from 'node:tls';
import { rememberingCoordinators } from './coordinators.adapter.ts';
import { restWhenIdle } from './request-queue.adapter.ts';
import { watchedSockets } from './watched-socket.adapter.ts';

/** A Kafka cluster as a process reaches it. */
export interface ClusterSettings {
  /** `host:port` of at least one broker. */
  readonly brokers: readonly string[];
  /** How the process is named in the broker's logs and quotas. */
  readonly clientId: string;
  /** `true`, or certificates and names for TLS; plain text unless given. */
  readonly tls?: ConnectionOptions | boolean | undefined;
  /** User and password, with the mechanism that the listener asks for. */
  readonly sasl?: SASLOptions | undefined;
  /** Told what the client logs at level warning and above; it says nothing otherwise. */
  readonly onLog?: ((entry: LogEntry) => void) | undefined;
}

/** The client of a process: every relay, feed and check of it goes through one. */
export type KafkaCluster = Kafka;

/** What is refused for the moment is tried again after 20 ms rather than the client's 300; some four seconds in all, as long as a broker needs that has just started. */
export const retryOften = {
  initialRetryTime: 20,
  multiplier: 2,
  factor: 0.2,
  maxRetryTime: 1_000,
  retries: 9,
} as const;

/** The one client of a process. Connects to nothing yet; addresses and credentials are tried by whoever uses it first. */
export function kafkaCluster(settings: ClusterSettings): KafkaCluster {
  const { brokers, clientId, tls, sasl, onLog } = settings;
  restWhenIdle();
  return rememberingCoordinators(
    new Kafka({
      brokers: [...brokers],
      clientId,
      retry: retryOften,
      connectionTimeout: 3_000,
      authenticationTimeout: 5_000,
      requestTimeout: 8_000,
      enforceRequestTimeout: true,
      socketFactory: watchedSockets,
      ...(tls === undefined ? {} : { ssl: tls }),
      ...(sasl === undefined ? {} : { sasl }),
      logLevel: onLog ? logLevel.WARN : logLevel.NOTHING,
      logCreator: () => (entry) => onLog?.(entry),
    }),
  );
}
