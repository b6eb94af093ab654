import { refusal } from '@zhibu/contracts';
import { refusalOf } from '@zhibu/service-kit';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { formatError } from '../schema/errors.ts';
import { refuseLargeText } from '../schema/query-size.ts';

/** A batch of 500 commands with long texts, and a query with its variables; more is refused before it is parsed. */
const COMMANDS_LIMIT = '8mb';
const QUERY_LIMIT = '2mb';

/** Parses the bodies of the command doors; whatever is not JSON is refused by name. */
export const commandBodies: readonly RequestHandler[] = [jsonOnly, express.json({ limit: COMMANDS_LIMIT })];

const raw = new WeakMap<object, Buffer>();

/** The bytes of a GraphQL request's body, as they were parsed; undefined: it had none that is JSON. */
export const rawBodyOf = (request: Request): Buffer | undefined => raw.get(request);

const queryBody = express.json({
  limit: QUERY_LIMIT,
  verify: (request, _response, bytes) => {
    raw.set(request, bytes);
  },
});

/**
 * Parses the bodies of GraphQL requests, Apollo looking at the content type itself. One that cannot be read is answered
 * in the shape that a GraphQL client understands.
 */
export function queryBodies(request: Request, response: Response, next: NextFunction): void {
  queryBody(request, response, (error: unknown) => {
    if (!refused(response, error)) next(error);
  });
}

/** Refuses the text of a query that would cost too much to be parsed or validated; one answered before is not looked over. */
export function querySizes(request: Request, response: Response, next: NextFunction): void {
  try {
    const texts: readonly unknown[] = [Object(request.body).query, request.query['query']];
    for (const text of texts) if (typeof text === 'string') refuseLargeText(text);
    next();
  } catch (error) {
    if (!refused(response, error)) next(error);
  }
}

function refused(response: Response, error: unknown): boolean {
  const refusal = refusalOf(error);
  if (!refusal) return false;
  response
    .status(refusal.code === 'BODY_TOO_LARGE' ? 413 : 400)
    .json({ errors: [formatError({ message: refusal.code }, refusal)] });
  return true;
}

function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  const refused = request.method === 'POST' && !request.is('application/json');
  next(refused ? refusal('CONTENT_TYPE_UNSUPPORTED', { field: 'content-type' }) : undefined);
}
