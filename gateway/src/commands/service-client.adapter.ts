import { randomUUID } from 'node:crypto';
import { SpanKind } from '@opentelemetry/api';
import { refusal, type ServiceName, services } from '@zhibu/contracts';
import type { Actor } from '@zhibu/kernel';
import { inSpan, type Problem, TokenIssuer, type TokenKeys, traceHeaders } from '@zhibu/service-kit';
import { handleWhen, isBrokenCircuitError, IterableBackoff, retry, type RetryPolicy } from 'cockatiel';
import { z } from 'zod';
import { ConnectionFailure, exchange } from './exchange.adapter.ts';
import { Replicas } from './replicas.ts';

export interface ServiceRequest {
  readonly service: ServiceName;
  readonly path: string;
  /** Absent: GET. */
  readonly body?: unknown;
  /** On whose behalf a command is sent; absent: the gateway reads for itself. */
  readonly actor?: Actor;
  readonly language?: string | undefined;
  /** How long one attempt may take; 10,000 unless told. All of them together may take twice as long. */
  readonly withinMs?: number;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Where the services' doors are, and how the gateway proves itself there. */
export interface ServiceDoors {
  readonly urls: Readonly<Record<ServiceName, readonly string[]>>;
  readonly keys: TokenKeys;
}

/** Pauses before a request is sent again after the connection failed; each is safe to repeat. Together they outlast an open circuit. */
const PAUSES_MS = [50, 200, 500];
const WITHIN_MS = 10_000;

const problem = z.looseObject({ type: z.string(), title: z.string(), status: z.number(), code: z.string() });
const settled = z.object({ position: z.string().regex(/^\d+$/) });

/** The doors of the four services, over HTTP in either profile: with a deadline, retries, and a circuit breaker each. */
export class ServiceClient {
  private readonly issuer: TokenIssuer;
  private readonly replicas: ReadonlyMap<ServiceName, Replicas>;

  constructor({ urls, keys }: ServiceDoors) {
    this.issuer = new TokenIssuer(keys);
    this.replicas = new Map(services.map((service) => [service, new Replicas(urls[service])]));
  }

  /**
   * Sends a request, again after a failed connection: whoever sends commands gives them their ids before.
   * @throws Refusal SERVICE_UNAVAILABLE when the service is not there or does not answer in time; at once where it was
   * not there just before
   */
  async send(request: ServiceRequest): Promise<ServiceAnswer> {
    const { service, withinMs = WITHIN_MS } = request;
    const about = {
      kind: SpanKind.CLIENT,
      attributes: { 'server.address': service, 'url.path': request.path.split('?')[0] ?? '' },
    };
    return inSpan(`send to ${service}`, about, async () => {
      try {
        const replicas = this.replicasOf(service);
        return await retries(replicas).execute(
          () => this.attempt(replicas, request),
          AbortSignal.timeout(withinMs * 2),
        );
      } catch (error) {
        if (!(error instanceof ConnectionFailure) && !isBrokenCircuitError(error)) throw error;
        throw refusal('SERVICE_UNAVAILABLE', { service });
      }
    });
  }

  /** See `EventStore.settle`. */
  async settle(service: ServiceName, instant: string): Promise<bigint> {
    const { status, body } = await this.send({ service, path: '/log/settle', body: { instant } });
    if (status === 200) return BigInt(settled.parse(body).position);
    // The service's clock decides: what is the present here may still be its future.
    if (problemIn({ status, body })?.code === 'KNOWN_AT_IN_FUTURE')
      throw refusal('KNOWN_AT_IN_FUTURE', { service, instant });
    throw unexpected(service, { status, body });
  }

  private replicasOf(service: ServiceName): Replicas {
    const replicas = this.replicas.get(service);
    if (!replicas) throw new Error(`there is no service ${service}`);
    return replicas;
  }

  private async attempt(replicas: Replicas, request: ServiceRequest): Promise<ServiceAnswer> {
    const { service, path, body, actor, language, withinMs = WITHIN_MS } = request;
    const authorization = await this.issuer.authorization(
      service,
      actor === undefined ? { reader: 'gateway' } : { actor },
    );
    return replicas.attempt(async (url) => {
      const { status, text } = await exchange(`${url}${path}`, {
        headers: {
          ...(language === undefined ? {} : { 'accept-language': language }),
          ...traceHeaders(),
          authorization,
        },
        withinMs,
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status, body: jsonOf(text) };
    });
  }
}

/** One address known to be away is not asked again at once; of several, one may be back before the pauses are over. */
function retries(replicas: Replicas): RetryPolicy {
  const mayPass = (error: unknown): boolean =>
    error instanceof ConnectionFailure || (replicas.several && isBrokenCircuitError(error));
  return retry(handleWhen(mayPass), { maxAttempts: PAUSES_MS.length, backoff: new IterableBackoff(PAUSES_MS) });
}

/** The problem in an answer; undefined where it carries none. */
export function problemIn({ body }: ServiceAnswer): Problem | undefined {
  const read = problem.safeParse(body);
  return read.success ? read.data : undefined;
}

/** An answer that the door does not give: for the log, under a reference number. */
export function unexpected(service: ServiceName, { status, body }: ServiceAnswer): Error {
  const code: unknown = Object(body).code;
  return new Error(`${service} answered ${status}${typeof code === 'string' ? ` (${code})` : ''}`);
}

/** An id for a command that came without one, so that it can be sent again. */
export const newCommandId = (): string => randomUUID();

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
