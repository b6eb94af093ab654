import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceName } from '@zhibu/contracts';
import { type Actor, Refusal } from '@zhibu/kernel';
import { ACTOR_HEADER, actorHeader, type Problem } from '@zhibu/service-kit';
import { z } from 'zod';

export interface ServiceRequest {
  readonly service: ServiceName;
  readonly path: string;
  /** Absent: GET. */
  readonly body?: unknown;
  readonly actor?: Actor;
  readonly language?: string | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Pauses before a request is sent again after the connection failed; each is safe to repeat. */
const PAUSES_MS = [50, 200, 500];
const DEADLINE_MS = 60_000;

const problem = z.looseObject({ type: z.string(), title: z.string(), status: z.number(), code: z.string() });
const settled = z.object({ position: z.string().regex(/^\d+$/) });

/** The doors of the four services, over HTTP in either profile. */
export class ServiceClient {
  private readonly baseUrls: Readonly<Record<ServiceName, string>>;

  constructor(baseUrls: Readonly<Record<ServiceName, string>>) {
    this.baseUrls = baseUrls;
  }

  /**
   * Sends a request, again after a failed connection: whoever sends commands gives them their ids before.
   * @throws Refusal SERVICE_UNAVAILABLE when the service is not there or does not answer in time
   */
  async send(request: ServiceRequest): Promise<ServiceAnswer> {
    const signal = AbortSignal.timeout(DEADLINE_MS);
    for (const pause of [...PAUSES_MS, undefined]) {
      try {
        return await this.attempt(request, signal);
      } catch (error) {
        if (!isConnectionFailure(error) && !signal.aborted) throw error;
        if (pause === undefined || signal.aborted) break;
        await wait(pause);
      }
    }
    throw new Refusal('SERVICE_UNAVAILABLE', { service: request.service });
  }

  /** See `EventStore.settle`. */
  async settle(service: ServiceName, instant: string): Promise<bigint> {
    const { status, body } = await this.send({ service, path: '/log/settle', body: { instant } });
    if (status === 200) return BigInt(settled.parse(body).position);
    // The service's clock decides: what is the present here may still be its future.
    if (problemIn({ status, body })?.code === 'KNOWN_AT_IN_FUTURE') throw new Refusal('KNOWN_AT_IN_FUTURE', { service, instant });
    throw unexpected(service, { status, body });
  }

  private async attempt({ service, path, body, actor, language }: ServiceRequest, signal: AbortSignal): Promise<ServiceAnswer> {
    const response = await fetch(`${this.baseUrls[service]}${path}`, {
      signal,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(actor === undefined ? {} : { [ACTOR_HEADER]: actorHeader(actor) }),
        ...(language === undefined ? {} : { 'accept-language': language }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: jsonOf(await response.text()) };
  }
}

/** The problem in an answer; undefined where it carries none. */
export function problemIn({ body }: ServiceAnswer): Problem | undefined {
  const read = problem.safeParse(body);
  return read.success ? read.data : undefined;
}

/** An answer that the door does not give: for the log, under a reference number. */
export function unexpected(service: ServiceName, { status, body }: ServiceAnswer): Error {
  return new Error(`${service} answered ${status}: ${JSON.stringify(body).slice(0, 500)}`);
}

/** An id for a command that came without one, so that it can be sent again. */
export const newCommandId = (): string => randomUUID();

/** How fetch words every failure below HTTP. */
const isConnectionFailure = (error: unknown): boolean => Object(error).message === 'fetch failed';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
