import { refusal } from '@zhibu/contracts';
import { refuseOutsized, refusalOf } from '@zhibu/service-kit';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { formatError } from '../schema/errors.ts';
import { refuseLargeDocument } from '../schema/document-size.ts';
import { refuseLargeText } from '../schema/query-size.ts';
import { isKnownSender } from './asker.ts';

/** A query with its variables, a command: more is refused before it is parsed. */
const BODY_LIMIT = 256 * 1024;
/** A batch of 500 commands with long texts, from whoever says who he is. */
const BATCH_LIMIT = 8 * 1024 * 1024;

const raw = new WeakMap<object, Buffer>();

/** The bytes of a GraphQL request's body, as they were parsed; undefined: it had none that is JSON. */
export const rawBodyOf = (request: Request): Buffer | undefined => raw.get(request);

const queryBody = express.json({
  limit: BODY_LIMIT,
  verify: (request, _response, bytes) => {
    raw.set(request, bytes);
  },
});
const [commandBody, batchBody] = [BODY_LIMIT, BATCH_LIMIT].map((limit) => express.json({ limit }));

/** Parses the bodies of the command doors; whatever is not JSON is refused by name. */
export const commandBodies: readonly RequestHandler[] = [
  jsonOnly,
  (request, response, next) => {
    cutOff({ request, response }, () => next(refusal('BODY_TOO_LARGE')), BATCH_LIMIT * 2);
    next();
  },
  (request, response, next) => {
    const isBatch = request.path === '/' && isKnownSender(request);
    (isBatch ? batchBody : commandBody)?.(request, response, next);
  },
  (request, _response, next) => {
    refuseOutsizedCommands(request.body);
    next();
  },
];

/** A form of a few fields, or the same as JSON. */
const FORM_LIMIT = 8 * 1024;

/** Parses the bodies of the doors by which people log in; one of another kind is none. */
export const formBodies: readonly RequestHandler[] = [
  (request, response, next) => {
    cutOff({ request, response }, () => next(refusal('BODY_TOO_LARGE')), BODY_LIMIT);
    next();
  },
  express.urlencoded({ limit: FORM_LIMIT, extended: false, parameterLimit: 10 }),
  express.json({ limit: FORM_LIMIT }),
];

/** Each command of a batch may be as large as one that comes alone. */
function refuseOutsizedCommands(body: unknown): void {
  const { commands } = Object(body);
  if (!Array.isArray(commands)) return refuseOutsized(body);
  if (commands.length > COMMANDS_LOOKED_OVER) return;
  commands.forEach((command: unknown, index) => refuseOutsized(command, `commands.${index}`));
}

/** More of them are refused as a whole, and looked over by nobody. */
const COMMANDS_LOOKED_OVER = 500;

/**
 * Parses the bodies of GraphQL requests, Apollo looking at the content type itself. One that cannot be read is answered
 * in the shape that a GraphQL client understands.
 */
export function queryBodies(request: Request, response: Response, next: NextFunction): void {
  if (isOddlyWritten(request))
    return void refused(response, refusal('ENCODING_UNSUPPORTED', { field: 'content-type' }));
  cutOff({ request, response }, () => refused(response, refusal('BODY_TOO_LARGE')), BATCH_LIMIT);
  queryBody(request, response, (error: unknown) => {
    if (!refused(response, error)) next(error);
  });
}

/** JSON is written in UTF-8; a parser that takes other encodings of Unicode reads what nobody before it has read. */
const isOddlyWritten = ({ headers }: Request): boolean =>
  [...(headers['content-type'] ?? '').matchAll(/charset\s*=\s*"?([^\s;"]*)/gi)].some(
    ([, charset]) => charset?.toLowerCase() !== 'utf-8',
  );

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/**
 * Parsers read what is too large to its end, so that its sender reads their answer. Whoever never ends is cut off: to be
 * called in the turn of the loop in which the body is taken, for it looks at the same pieces.
 */
function cutOff({ request, response }: Exchange, refuseNow: () => unknown, limit: number): void {
  let bytes = 0;
  const count = (piece: Buffer): void => {
    bytes += piece.length;
    if (bytes <= limit) return;
    request.off('data', count);
    // Nor may its sender send the next request where nobody listens any more.
    if (!response.headersSent) response.set('connection', 'close');
    refuseNow();
    setTimeout(() => request.socket.destroy(), LINGERING_MS).unref();
  };
  request.on('data', count);
}

/** For so long somebody who is cut off may read why. */
const LINGERING_MS = 200;

/** Refuses what would cost too much to be parsed, validated or coerced; a query answered before is not looked over. */
export function querySizes(request: Request, response: Response, next: NextFunction): void {
  try {
    const { query, variables } = Object(request.body);
    for (const text of [query, request.query['query']]) {
      if (typeof text !== 'string') continue;
      refuseLargeText(text);
      refuseLargeDocument(text);
    }
    refuseOutsized(variables, 'variables');
    next();
  } catch (error) {
    if (!refused(response, error)) next(error);
  }
}

/** Answers a refusal as GraphQL does. @returns false for what was not foreseen */
export function refused(response: Response, error: unknown): boolean {
  const found = refusalOf(error);
  if (!found) return false;
  // Somebody who was cut off has his answer already.
  if (response.headersSent) return true;
  response.status(statusOf(found.code)).json({ errors: [formatError({ message: found.code }, found)] });
  return true;
}

/** What GraphQL clients are told by the status; all else is a request that is wrong. */
const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  OPERATOR_TOKEN_REFUSED: 401,
  DEMONSTRATION_ELSEWHERE: 403,
  SECOND_FACTOR_REQUIRED: 403,
  BODY_TOO_LARGE: 413,
  INPUT_TOO_LARGE: 413,
  TOO_MANY_AT_ONCE: 429,
  BUDGET_SPENT: 429,
  DEADLINE_PASSED: 503,
};
const statusOf = (code: string): number => statuses[code] ?? 400;

function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const isOther = request.method === 'POST' && !request.is('application/json');
  if (isOther) return next(refusal('CONTENT_TYPE_UNSUPPORTED', { field: 'content-type' }));
  next(isOddlyWritten(request) ? refusal('ENCODING_UNSUPPORTED', { field: 'content-type' }) : undefined);
}
