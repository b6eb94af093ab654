import { commandContract, refusal } from '@zhibu/contracts';
import { hasPersonalNumber } from '@zhibu/kernel';
import type { Request, RequestHandler, Response } from 'express';
import { principalIn } from '../access/principal.ts';
import { LOCAL_OPERATOR, OPERATOR_HEADER } from '../request/actor.ts';
import { refused } from '../request/bodies.ts';
import type { AccessLog } from './access-log.adapter.ts';
import type { AccessEntry } from './entry.ts';
import { noteAccess, notedOf } from './noted.ts';
import { askedBy } from './subjects.ts';

/** What says nothing of anybody: whether the process runs, and what the pages are made of. All else is logged. */
const SAYS_NOTHING = /^\/((health|explorer|web)(\/|$)|favicon\.ico$|$)/;
const LONGEST = 200;

/**
 * Logs every request that is answered, whatever becomes of it; while nothing can be logged, nothing is answered.
 * @param log undefined: this gateway keeps none
 */
export function logged(log: AccessLog | undefined): RequestHandler {
  return (request, response, next) => {
    if (!log || SAYS_NOTHING.test(request.path)) return next();
    if (log.fault()) {
      const unavailable = refusal('ACCESS_LOG_UNAVAILABLE');
      if (!request.path.startsWith('/graphql') || !refused(response, unavailable)) next(unavailable);
      return;
    }
    const begun = performance.now();
    const { path, ip = '' } = request;
    noteOutcome(request, response);
    response.once('close', () => {
      const ms = Math.round(performance.now() - begun);
      log.write({ ...entryOf(request, response, path), address: plain(ip), ms });
    });
    next();
  };
}

type Entry = Omit<AccessEntry, 'at' | 'address' | 'ms'>;

function entryOf(request: Request, response: Response, path: string): Entry {
  const noted = notedOf(request);
  const asked = noted.operation === undefined ? doorOf(request, path) : noted;
  const outcome = response.statusCode < 400 ? 'ok' : `HTTP ${response.statusCode}`;
  // What somebody asks about whom nobody knows says nothing of anybody, and may be anything; what a door notes may not.
  const isNoted = noted.operation !== undefined;
  const about = isNoted || principalIn(request) ? {} : { subjects: [] };
  const entry = { ...NOTHING, ...whoIs(request), outcome, ...noted, ...asked, ...about };
  return { ...entry, person: plain(entry.person), operation: plain(entry.operation) };
}

/** What nothing was noted of. */
const NOTHING = {
  duty: null,
  operation: '',
  document: null,
  subjects: [],
  rows: null,
  asOf: null,
  knownAt: null,
} as const satisfies Partial<Entry>;

/** What a request by another door than GraphQL is, by its address and its body. */
function doorOf(request: Request, path: string): Partial<Entry> {
  const [, door = '', name = ''] = path.split('/');
  if (door !== 'commands')
    return {
      operation: `${request.method} /${/^[a-z-]{1,32}$/.test(door) ? door : '?'}`,
      ...askedBy(Object.entries(request.query)),
    };
  const { commands, data } = Object(request.body);
  if (!Array.isArray(commands)) return { operation: `command ${known(name)}`, ...askedBy([['data', data]]) };
  const names = new Set(commands.map((command: unknown) => known(String(Object(command).name))));
  return { operation: `commands ${[...names].join(' ')}`, ...askedBy([['commands', commands]]) };
}

/** What is no command may be anything, so it is not kept. */
const known = (name: string): string => (commandContract(name) ? name : '?');

/** Whoever is not known, and may never be. */
const NOBODY = 'nobody';

/** By the same words by which events name their actor. */
function whoIs(request: Request): Pick<Entry, 'person' | 'session'> {
  const principal = principalIn(request);
  if (!principal) return { person: NOBODY, session: null };
  if (principal.kind === 'person') return { person: principal.personId, session: principal.session };
  const named = String(request.headers[OPERATOR_HEADER] ?? '');
  const isReference = /^[A-Za-z0-9][\w.:-]{0,63}$/.test(named) && !hasPersonalNumber(named);
  return { person: isReference ? named : LOCAL_OPERATOR, session: null };
}

/** Letters that every name of a command, a field and an address is written in; nothing else is kept. */
const plain = (text: string): string => text.replace(/[^\w .:%/,-]/g, '?').slice(0, LONGEST);

/** Notes the code of a problem that is answered, and how many commands of a batch were answered. */
function noteOutcome(request: Request, response: Response): void {
  const [json, send] = [response.json.bind(response), response.send.bind(response)];
  response.json = (body: unknown) => {
    const { outcomes } = Object(body);
    if (Array.isArray(outcomes)) noteAccess(request, { rows: outcomes.length, outcome: firstRefusalOf(outcomes) });
    return json(body);
  };
  response.send = (body: unknown) => {
    const code = response.statusCode < 400 ? undefined : codeIn(body);
    if (code !== undefined) noteAccess(request, { outcome: notedOf(request).outcome ?? code });
    return send(body);
  };
}

/** The code in a problem, or in the errors of GraphQL. */
function codeIn(body: unknown): string | undefined {
  const [, code] = /"code":"([A-Z_]{1,64})"/.exec(typeof body === 'string' ? body.slice(0, CODE_WITHIN) : '') ?? [];
  return code;
}

/** A code stands at the beginning of a problem, and before the details of the first error. */
const CODE_WITHIN = 4_096;

/** A batch is answered with 200, whatever became of its commands. */
function firstRefusalOf(outcomes: readonly unknown[]): string {
  for (const outcome of outcomes) {
    const { code } = Object(Object(outcome).problem);
    if (typeof code === 'string') return code;
  }
  return 'ok';
}
