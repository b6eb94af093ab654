import type { LoggerService } from '@nestjs/common';
import type { ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { FeedSources, HealthCheck, Metrics, TokenKeys } from '@zhibu/service-kit';
import type { RequestHandler } from 'express';

/** What the gateway runs with, given by the wiring. */
export interface GatewayRuntime {
  /** The schema `gateway` as its service role. */
  readonly database: Pool;
  /** Where each service's doors are, without a slash at the end; one that runs several times, by all its addresses. */
  readonly services: Readonly<Record<ServiceName, readonly string[]>>;
  /** What the services know the gateway by. */
  readonly keys: TokenKeys;
  /** Where the gateway is measured; kept to itself unless told. */
  readonly metrics?: Metrics;
  /** Nest's warnings and errors on the console unless told. */
  readonly logger?: LoggerService;
  /** What health asks beside the database. */
  readonly checks?: readonly HealthCheck[];
  /** Events that a feed may be behind before health says so; 100,000 unless told. */
  readonly lagLimit?: number;
  /** Where each service's facts come from. */
  readonly sources: FeedSources;
  /** Applications that answer under a path of the gateway's server: the services, in the embedded profile. */
  readonly mounts?: readonly { readonly path: string; readonly application: RequestHandler }[];
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** A mutation waits so long for the read model to show its events; 5,000 unless told. */
  readonly projectedWithinMs?: number;
  /** A query waits so long for what was recorded by knownAt to be read; 3,000 unless told. */
  readonly knownWithinMs?: number;
  /** Bytes of answers in memory at most; 32 MiB unless told, 0 keeps none. */
  readonly bytesKept?: number;
  /** Settles the past so often, so that it can be asked for while a service is away; not at all unless told. */
  readonly settleEveryMs?: number;
}
