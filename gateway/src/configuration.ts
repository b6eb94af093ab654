import type { LoggerService } from '@nestjs/common';
import type { ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { FeedSources, HealthCheck, Metrics, ServerTls, SigningKey } from '@zhibu/service-kit';
import type { RequestHandler } from 'express';
import type { DutiesSetting } from './access/founding.ts';
import type { OidcClient } from './access/oidc-provider.adapter.ts';
import type { OperatorAccess } from './access/operator-door.ts';
import type { Directory } from './people/directory.ts';
import type { Allowances } from './request/turns.ts';
import type { WrappingKeys } from './sealing/wrapping-keys.ts';

/** What the gateway runs with, given by the wiring. */
export interface GatewayRuntime {
  /** The schema `gateway` as its service role. */
  readonly database: Pool;
  /**
   * The same as its reader's role, for queries only: details are shown by policies, which that role must not be able to pass
   * by. In sessions that end a statement in time (`readingSessions`).
   */
  readonly reading: Pool;
  /** Schema `access` as its service role; nobody can log in without it, and whoever shows a cookie is refused. */
  readonly access?: Pool;
  /** What one-time secrets of accounts are sealed by; where people log in. */
  readonly wrapping?: WrappingKeys;
  /** Who persons are; without it references stay references. */
  readonly people?: Directory;
  /** The address that browsers show; by `https` the session's cookie is sent over TLS alone. */
  readonly publicUrl?: string | undefined;
  /** Addresses of the proxies before it, whose word is taken on the address of whoever logs in; none unless told. */
  readonly proxies?: readonly string[];
  /** By what the operator is known; a program of this machine unless told, where nobody else can reach it. */
  readonly operator?: OperatorAccess;
  /** Where people may log in beside local accounts. */
  readonly oidc?: OidcClient | undefined;
  /** Whether one person is all three administrators; each is another one unless told. */
  readonly duties?: DutiesSetting;
  /** Certificate and key of its server; plain HTTP unless told. */
  readonly tls?: ServerTls | undefined;
  /** Host names under which it answers, beside those of the loopback. */
  readonly hosts?: readonly string[];
  /** What each principal may ask at once and a minute. */
  readonly allowances?: Allowances;
  /** Where each service's doors are, without a slash at the end; one that runs several times, by all its addresses. */
  readonly services: Readonly<Record<ServiceName, readonly string[]>>;
  /** What the services know the gateway by. */
  readonly signing: SigningKey;
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
  /** What has to be settled before its feeds take anything in; nothing unless told. */
  readonly startsAfter?: Promise<unknown> | undefined;
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
  /** The folder of the application as it was built; the one beside the gateway unless told. */
  readonly web?: string;
}
