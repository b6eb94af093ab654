import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { SpanKind } from '@opentelemetry/api';
import { refusal, refusalWords, type ServiceName, services } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import {
  ClocksApart,
  inSpan,
  type Problem,
  type Sender,
  type SigningKey,
  TokenIssuer,
  traceHeaders,
} from '@zhibu/service-kit';
import { handleWhen, isBrokenCircuitError, IterableBackoff, retry, type RetryPolicy } from 'cockatiel';
import { z } from 'zod';
import { Absences } from './absences.ts';
import { ConnectionFailure, exchange, streamedExchange } from './exchange.adapter.ts';
import { Replicas } from './replicas.ts';

export interface ServiceRequest {
  readonly service: ServiceName;
  readonly path: string;
  /** Absent: GET. */
  readonly body?: unknown;
  /** Who sends a command; absent: the gateway reads for itself. */
  readonly sender?: Sender;
  readonly language?: string | undefined;
  /** How long one attempt may take; 10,000 unless told. All of them together may take twice as long. */
  readonly withinMs?: number;
  /** An answer of 200 is taken as it is: lines of JSON are no JSON, unless there is only one. */
  readonly isText?: true;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A file on its way to a service, or, without an upload, from it. */
export interface StreamedRequest {
  readonly service: ServiceName;
  readonly path: string;
  readonly upload?: { readonly bytes: Readable; readonly sha256: string; readonly headers: Record<string, string> };
  /** Who sends it; absent: the gateway reads for itself. */
  readonly sender?: Sender;
}

/** Where the services' doors are, and how the gateway proves itself there. */
export interface ServiceDoors {
  readonly urls: Readonly<Record<ServiceName, readonly string[]>>;
  readonly signing: SigningKey;
}

/** Pauses before a request is sent again after the connection failed; each is safe to repeat. Together they outlast an open circuit. */
const PAUSES_MS = [50, 200, 500];
/** What a service answers that cannot be asked now, or a proxy in its place. */
const UNAVAILABLE = new Set([502, 503, 504]);
const WITHIN_MS = 10_000;
/** A file that stands still for so long is given up. */
const FILE_IDLE_MS = 30_000;

const problem = z.looseObject({ type: z.string(), title: z.string(), status: z.number(), code: z.string() });
const settled = z.object({ position: z.string().regex(/^\d+$/) });

/** The doors of the four services, over HTTP in either profile: with a deadline, retries, and a circuit breaker each. */
export class ServiceClient {
  private readonly issuer: TokenIssuer;
  private readonly replicas: ReadonlyMap<ServiceName, Replicas>;
  private readonly absences = new Absences();
  /** Of the services that refuse the gateway for the time that it tells. */
  readonly clocks = new ClocksApart();

  constructor({ urls, signing }: ServiceDoors) {
    this.issuer = new TokenIssuer(signing);
    this.replicas = new Map(services.map((service) => [service, new Replicas(urls[service])]));
  }

  /**
   * Sends a request, again after a failed connection: whoever sends commands gives them their ids before.
   * @throws Refusal SERVICE_UNAVAILABLE, with the service and since when, when it is not there or does not answer in time;
   * at once where it was not there just before
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
        const answer = await retries(replicas).execute(
          () => this.attempt(replicas, request),
          AbortSignal.timeout(withinMs * 2),
        );
        return this.judged(service, answer);
      } catch (error) {
        if (!(error instanceof ConnectionFailure) && !isBrokenCircuitError(error)) throw error;
        throw refusal('SERVICE_UNAVAILABLE', { service, since: this.absences.away(service) });
      }
    });
  }

  /**
   * Sends or fetches a file, once: what has begun to flow cannot be sent again. The answer's body is the caller's to read.
   * @throws Refusal SERVICE_UNAVAILABLE, EVIDENCE_TRUNCATED
   */
  async stream({ service, path, upload, sender }: StreamedRequest): Promise<IncomingMessage> {
    const asked = { method: upload ? 'PUT' : 'GET', path, bodySha256: upload?.sha256 };
    try {
      return await this.replicasOf(service).attempt(async (url) => {
        if (upload?.bytes.readableDidRead) throw refusal('SERVICE_UNAVAILABLE', { service });
        const authorization = await this.issuer.authorization(service, sender ?? 'read', asked);
        const headers = { ...upload?.headers, ...traceHeaders(), authorization };
        return streamedExchange(`${url}${path}`, { upload: upload?.bytes, headers, idleMs: FILE_IDLE_MS });
      });
    } catch (error) {
      if (!(error instanceof ConnectionFailure) && !isBrokenCircuitError(error)) throw error;
      throw refusal('SERVICE_UNAVAILABLE', { service, since: this.absences.away(service) });
    }
  }

  /** What a service says, or a proxy before it, that cannot be asked itself, gets the service's name and since when. */
  private judged(service: ServiceName, answer: ServiceAnswer): ServiceAnswer {
    if (!UNAVAILABLE.has(answer.status)) {
      this.absences.back(service);
      this.clocks.agrees(service);
      return answer;
    }
    const said = problemIn(answer);
    // It says by how much this process is ahead of it.
    if (said?.code === 'CLOCKS_APART') this.clocks.note(service, -Number(said['seconds']), Date.now());
    if (!said) throw refusal('SERVICE_UNAVAILABLE', { service, since: this.absences.away(service) });
    // A stream that is damaged, or asked for by too many, is no absence of its service.
    if (said.code !== 'SERVICE_UNAVAILABLE' || 'stream' in said) return answer;
    return { ...answer, body: { ...said, service, since: this.absences.away(service) } };
  }

  /** See `EventStore.settle`. */
  async settle(service: ServiceName, instant: string): Promise<bigint> {
    const answer = await this.send({ service, path: '/log/settle', body: { instant } });
    if (answer.status === 200) return BigInt(settled.parse(answer.body).position);
    // The service's clock decides: what is the present here may still be its future.
    if (problemIn(answer)?.code === 'KNOWN_AT_IN_FUTURE') throw refusal('KNOWN_AT_IN_FUTURE', { service, instant });
    throw refusedOr(service, answer);
  }

  private replicasOf(service: ServiceName): Replicas {
    const replicas = this.replicas.get(service);
    if (!replicas) throw new Error(`there is no service ${service}`);
    return replicas;
  }

  private async attempt(replicas: Replicas, request: ServiceRequest): Promise<ServiceAnswer> {
    const { service, path, body, sender, language, withinMs = WITHIN_MS, isText } = request;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const asked = { method: text === undefined ? 'GET' : 'POST', path, body: text };
    return replicas.attempt(async (url) => {
      const authorization = await this.issuer.authorization(service, sender ?? 'read', asked);
      const answer = await exchange(`${url}${path}`, {
        headers: {
          ...(language === undefined ? {} : { 'accept-language': language }),
          ...traceHeaders(),
          authorization,
        },
        withinMs,
        body: text,
      });
      const isTaken = isText && answer.status === 200;
      return { status: answer.status, body: isTaken ? answer.text : jsonOf(answer.text) };
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

/**
 * What a service's answer that is none means: it cannot be asked itself now, which passes; or it does what nobody foresaw.
 */
export function refusedOr(service: ServiceName, answer: ServiceAnswer): Error {
  const said = problemIn(answer);
  const mayPass = said && UNAVAILABLE.has(answer.status) && refusalWords[said.code]?.kind === 'unavailable';
  if (!mayPass) return unexpected(service, answer);
  return new Refusal(said.code, { service, ...('since' in said ? { since: said['since'] } : {}) });
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
