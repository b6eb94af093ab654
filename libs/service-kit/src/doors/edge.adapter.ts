import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { refusal } from '@zhibu/contracts';
import type { Refusal } from '@zhibu/kernel';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Hosts } from './hosts.ts';
import { languageOf } from './language.ts';
import { type Problem, problemOf } from './problem.ts';

/** More headers than any client has. */
const HEADERS = 100;
/** The largest body that any door takes, and some more; files alone come by PUT, in a stream that their door bounds. */
const BODY_BYTES = 16 << 20;
const FILE_BYTES = 128 << 20;
const isFile = ({ method }: Pick<IncomingMessage, 'method'>): boolean => method === 'PUT';
const mostBytes = (request: Request): number => (isFile(request) ? FILE_BYTES : BODY_BYTES);
const bytesSaid = ({ headers }: Request): number => Number(headers['content-length'] ?? 0);
const DRAINED_WITHIN_MS = 1_000;
/** Above what any client keeps a connection for, so that none is closed under a request on its way. */
const KEEP_ALIVE_MS = 65_000;
/** Who sends his headers, or his body, slower than that holds a place for nothing. */
const HEADERS_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 2_000;

/** In how many milliseconds a body has to come. */
interface BodyTimes {
  /** All of a body that is no file, from the end of its headers. */
  readonly bodyWithin: number;
  /** So many bytes more of a file. */
  readonly pieceWithin: number;
  readonly pieceBytes: number;
  /** All of a file: 100 MB, the most that may be set, come so over 1.4 Mbit/s, the usual 20 MB over 0.3. */
  readonly fileWithin: number;
}
const BODY_TIMES: BodyTimes = { bodyWithin: 30_000, pieceWithin: 30_000, pieceBytes: 128 << 10, fileWithin: 600_000 };

/** Everything that a page of ours needs is served from here. The editor of the explorer writes styles into its page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * The outermost door of every process: what a browser may do with an answer, and whom a process answers at all.
 * @param named host names beside those of the loopback, as `HOSTS` names them
 */
export function edge(named: readonly string[] = []): RequestHandler {
  const hosts = new Hosts(named);
  return (request, response, next) => {
    response.set(SECURITY_HEADERS);
    const refused = refusedAtEdge(request, hosts);
    if (refused) void refuse(request, response, refused);
    else next();
  };
}

const refusedAtEdge = (request: Request, hosts: Hosts): Refusal | undefined =>
  tooLarge(request) ?? toAnother(request, hosts);

function tooLarge(request: Request): Refusal | undefined {
  if (request.rawHeaders.length > HEADERS * 2) return refusal('HEADERS_TOO_LARGE', { limit: HEADERS });
  return bytesSaid(request) > mostBytes(request) ? refusal('BODY_TOO_LARGE') : undefined;
}

function toAnother({ headers, rawHeaders, url }: Request, hosts: Hosts): Refusal | undefined {
  const { host = '', origin } = headers;
  if (rawHeaders.filter(isHost).length !== 1) return refusal('HOST_AMBIGUOUS', { field: 'host' });
  // A target may name its host, too: then both must be ours.
  const authority = authorityOf(url) ?? host;
  if (![host, authority].every((one) => hosts.answers(one))) return refusal('HOST_UNKNOWN', { field: 'host' });
  if (origin !== undefined && !hosts.admits(origin, host)) return refusal('ORIGIN_UNKNOWN', { field: 'origin' });
  return undefined;
}

const authorityOf = (target: string): string | undefined => /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target)?.[1];

/** Names of headers stand at even places, their values between them. */
const isHost = (text: string, index: number): boolean => index % 2 === 0 && text.toLowerCase() === 'host';

/** Answers a refusal before any controller is asked. */
export async function refuse(request: Request, response: Response, refused: Refusal): Promise<void> {
  const problem = problemOf(refused, languageOf(request.headers['accept-language']));
  await drained(request);
  if (!request.complete) response.set('connection', 'close');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/**
 * Lets what is still sent of a refused request go by, as far as any door would have read it: who is cut off while he sends
 * does not read why. It rejects never.
 */
export function drained(request: Request): Promise<void> {
  if (request.complete || bytesSaid(request) > mostBytes(request)) return Promise.resolve();
  return new Promise((resolve) => {
    let bytes = 0;
    const late = setTimeout(resolve, DRAINED_WITHIN_MS);
    const done = (): void => {
      clearTimeout(late);
      resolve();
    };
    request.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > mostBytes(request)) done();
    });
    request.on('end', done).on('close', done).on('error', done);
  });
}

/** A door that a request passes, or is refused at with its code, before its body is read. @param check throws a Refusal */
export function doorOf(check: (request: Request) => unknown): RequestHandler {
  return async (request: Request, _response: Response, next: NextFunction) => {
    try {
      await check(request);
      next();
    } catch (error) {
      next(error);
    }
  };
}

/**
 * What a server does with connections: they live longer than its clients keep them, whoever sends too slowly is cut off,
 * and what is no HTTP is answered by a code. To be called before it listens. A file may come for longer than other bodies, as
 * long as it comes. @param times of bodies, told by tests
 */
export function guardConnections(server: Server, times: BodyTimes = BODY_TIMES): void {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_WITHIN_MS;
  server.requestTimeout = times.fileWithin;
  server.on('request', (request: IncomingMessage) => cutOffSlow(request, times));
  server.maxHeadersCount = HEADERS * 2;
  // A request without a host is refused by the edge, with a code; and Node looks for late ones only every half a minute.
  Object.assign(server, { requireHostHeader: false, connectionsCheckingInterval: LOOK_EVERY_MS });
  server.on('clientError', (error: Error & { readonly code?: string }, socket: Socket) => {
    if (socket.writable && error.code !== 'ECONNRESET') socket.end(rawAnswer(refusalOfConnection(error.code)));
    else socket.destroy();
  });
  server.on('checkExpectation', (request: Request, response: ServerResponse) => {
    const { headers, status, body } = bareAnswer(refusal('BAD_REQUEST', { field: 'expect' }));
    request.resume();
    response.writeHead(status, headers).end(body);
  });
}

/** Node has one limit for all requests of a server; this holds each to its own. */
function cutOffSlow(request: IncomingMessage, times: BodyTimes): void {
  if (!hasBody(request)) return;
  const { socket } = request;
  const { within, bytes } = isFile(request)
    ? { within: times.pieceWithin, bytes: times.pieceBytes }
    : { within: times.bodyWithin, bytes: Number.POSITIVE_INFINITY };
  let before = socket.bytesRead;
  const look = setInterval(() => {
    const isComing = socket.bytesRead - before >= bytes;
    before = socket.bytesRead;
    if (isComing || request.complete) return;
    clearInterval(look);
    if (socket.writable) socket.end(rawAnswer(refusal('REQUEST_TOO_SLOW')));
    // Whoever waits for the rest of the body shall learn that it does not come.
    socket.destroySoon();
  }, within).unref();
  const end = (): void => clearInterval(look);
  request.once('end', end).once('close', end);
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function refusalOfConnection(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return refusal('HEADERS_TOO_LARGE');
  return refusal(code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'REQUEST_TOO_SLOW' : 'BAD_REQUEST');
}

function rawAnswer(refused: Refusal): string {
  const { headers, status, body } = bareAnswer(refused);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n${body}`;
}

/** A refusal where no application has a say; of its sender's language nothing is known. */
function bareAnswer(refused: Refusal) {
  const problem: Problem = problemOf(refused, 'zh');
  const body = JSON.stringify(problem);
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  return { headers, body, status: problem.code === 'HEADERS_TOO_LARGE' ? 431 : problem.status };
}
