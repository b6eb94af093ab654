import { hash } from 'node:crypto';
import type { Day } from '@zhibu/kernel';
import { type Metrics, nameRequest } from '@zhibu/service-kit';
import type { Request, RequestHandler, Response } from 'express';
import { noteAccess, notedOf } from '../access-log/noted.ts';
import { principalOf } from '../access/principal.ts';
import type { ViewState, ViewStateReader } from '../knowledge/view-versions.ts';
import { viewerOf } from '../request/actor.ts';
import { rawBodyOf } from '../request/bodies.ts';
import { currentLanguage } from '../request/language.ts';
import { Answer, type Answers } from './answers.ts';
import { beginReliance, type Reliance } from './reliance.ts';
import { deliver, Representation } from './representation.ts';

export interface Keeping {
  readonly answers: Answers;
  readonly state: Pick<ViewStateReader, 'read'>;
  readonly metrics: Metrics;
  readonly today: () => Day;
}

interface Exchange {
  readonly key: string;
  readonly request: Request;
  readonly response: Response;
}

/**
 * Answers a query from memory where nothing that its answer rests on has moved; else notes what the new answer rests
 * on, and keeps it. A client that says `Cache-Control: no-store` is answered anew.
 */
export function keptAnswers(keeping: Keeping): RequestHandler {
  return async (request, response, next) => {
    const key = keyOf(request);
    if (key === undefined || !(await answeredFrom(keeping, { key, request, response }))) next();
  };
}

/** What an answer differs by beside what the read model says; undefined: it is not a question by GraphQL. */
function keyOf(request: Request): string | undefined {
  const { method, originalUrl, headers } = request;
  const body = method === 'POST' ? rawBodyOf(request) : undefined;
  const asks = body !== undefined || (method === 'GET' && request.query['query'] !== undefined);
  if (!asks || headers['cache-control'] === 'no-store') return undefined;
  // Apollo answers by the accepted type, and refuses what looks like a form of another site by these headers.
  const sent = [headers.accept, headers['content-type'], headers['apollo-require-preflight']];
  const named = [headers['x-apollo-operation-name'], viewerOf(request), currentLanguage()];
  return hash(
    'sha256',
    JSON.stringify([method, originalUrl, ...sent, ...named, body?.toString('latin1')]),
    'base64url',
  );
}

async function answeredFrom(keeping: Keeping, exchange: Exchange): Promise<boolean> {
  const begun = performance.now();
  // Before the first statement of a new answer: what changes while it is made outdates it.
  const state = await keeping.state.read();
  const kept = keeping.answers.get(exchange.key);
  const today = keeping.today();
  if (!kept?.isStill(state.versions, today)) {
    keepWhatIsSent(keeping, { ...exchange, state, reliance: beginReliance(exchange.request, today) });
    return false;
  }
  const { operation, noted } = kept;
  noteAccess(exchange.request, { ...noted, outcome: 'kept' });
  nameRequest(`query ${operation.name ?? 'anonymous'}`);
  await sent(exchange, kept);
  keeping.metrics.operation(
    { operation: 'query', name: operation.name, outcome: 'kept' },
    (performance.now() - begun) / 1000,
  );
  return true;
}

interface Made extends Exchange {
  readonly state: ViewState;
  readonly reliance: Reliance;
}

function keepWhatIsSent({ answers }: Keeping, made: Made): void {
  const { response, reliance, key } = made;
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    const answer = typeof body === 'string' && response.statusCode === 200 ? answerOf(body, made) : undefined;
    if (!answer) return send(body);
    if (!reliance.isPassing) answers.put(key, answer);
    sent(made, answer).catch((error: Error) => response.destroy(error));
    return response;
  };
}

function answerOf(body: string, { request, response, reliance, state }: Made): Answer | undefined {
  const { operation } = reliance;
  if (!operation || !reliance.isWhole) return undefined;
  // What a person may see is asked each time: nothing of it is his for ever.
  const isEverybodys = principalOf(request).kind === 'operator';
  const isForEver = isEverybodys && operation.isSteady && !reliance.isPassing && !state.isParked;
  const made = {
    operation,
    noted: notedOf(request),
    representation: new Representation(Buffer.from(body), { type: String(response.getHeader('content-type')) }),
    cacheControl: cacheControlOf(isForEver, reliance.isPassing),
  };
  return new Answer(made, reliance, state.versions);
}

/** What is asked elsewhere each time, as the names of people are, no browser keeps. */
const cacheControlOf = (isForEver: boolean, isPassing: boolean): string => {
  if (isPassing) return 'no-store';
  return isForEver ? FOR_EVER : ASKED_AGAIN;
};

const ASKED_AGAIN = 'private, no-cache';
const FOR_EVER = 'private, max-age=31536000, immutable';
const VARY = 'Accept, Accept-Language, Accept-Encoding, Authorization, Cookie, Zhibu-Operator';

// A query by POST is as safe as one by GET, so If-None-Match spares its body too.
const sent = (exchange: Exchange, { representation, cacheControl }: Answer): Promise<void> =>
  deliver(exchange, representation, { 'cache-control': cacheControl, vary: VARY });
