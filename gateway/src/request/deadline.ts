import { refusal } from '@zhibu/contracts';
import type { Request, RequestHandler, Response } from 'express';
import { refused } from './bodies.ts';
import { OPERATION_WITHIN_MS } from './turns.ts';

/** Timers of requests under way, and those whose time is over. */
const timers = new WeakMap<Request, NodeJS.Timeout>();
const late = new WeakSet<Request>();

/** Answers a query at its deadline, whatever still works on it. */
export const answeredInTime: RequestHandler = (request, response, next) => {
  const timer = setTimeout(() => {
    late.add(request);
    if (response.headersSent) return;
    refused(response, refusal('DEADLINE_PASSED', { withinMs: OPERATION_WITHIN_MS }));
    silence(response);
  }, OPERATION_WITHIN_MS);
  timers.set(request, timer);
  response.once('close', () => clearTimeout(timer));
  next();
};

/** A command may be recorded already: its sender is told what became of it, and its services have deadlines of their own. */
export const hasNoDeadline = (request: Request): void => clearTimeout(timers.get(request));

/** Whoever still works on an answer that was given by its deadline reads nothing more. @throws Refusal DEADLINE_PASSED */
export function refuseLate(request: Request): void {
  if (late.has(request)) throw refusal('DEADLINE_PASSED', { withinMs: OPERATION_WITHIN_MS });
}

/** What is still answered goes nowhere: Apollo does not know that somebody answered before it. */
function silence(response: Response): void {
  const nothing = (): Response => response;
  Object.assign(response, { setHeader: nothing, writeHead: nothing, send: nothing, write: nothing, end: nothing });
}
