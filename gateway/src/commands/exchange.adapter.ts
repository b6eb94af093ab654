import {
  Agent as PlainAgent,
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { refusal } from '@zhibu/contracts';

/** A request to a door, its body as JSON. */
export interface Exchange {
  /** Absent: GET. */
  readonly body?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly withinMs: number;
}

/** What says nothing of the request: no connection, one that broke, or no answer in time. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
}

// Connections are kept: a command must not wait for one. Express closes those that rest for five seconds.
const kept = { keepAlive: true, maxSockets: 256, timeout: 60_000 } as const;
const plain = new PlainAgent(kept);
const tls = new TlsAgent(kept);

const sendsTo = (url: string, options: RequestOptions): ClientRequest =>
  url.startsWith('https:')
    ? tlsRequest(url, { ...options, agent: tls })
    : plainRequest(url, { ...options, agent: plain });

/** A request whose body comes in a stream, and whose answer goes on as one. */
export interface StreamedExchange {
  /** Absent: GET. */
  readonly upload?: Readable | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** A connection on which nothing moves for so long is given up. */
  readonly idleMs: number;
}

/**
 * Sends what comes in a stream, no faster than it is taken, and answers once the answer begins: its body is the caller's to
 * read. What is left of the upload by then stays with its sender. @throws ConnectionFailure; Refusal EVIDENCE_TRUNCATED where the upload breaks off
 */
export function streamedExchange(url: string, { upload, headers, idleMs }: StreamedExchange): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = sendsTo(url, { method: upload ? 'PUT' : 'GET', headers });
    const brokenOff = (): void => {
      if (upload?.readableEnded !== false) return;
      reject(refusal('EVIDENCE_TRUNCATED'));
      sent.destroy();
    };
    sent.setTimeout(idleMs, () => sent.destroy(new Error(`nothing came for ${idleMs} ms`)));
    sent.on('error', (error) => reject(new ConnectionFailure(error.message, { cause: error })));
    sent.on('response', (response) => {
      upload?.unpipe(sent).off('close', brokenOff);
      resolve(response);
    });
    if (!upload) return void sent.end();
    upload.once('close', brokenOff).pipe(sent);
  });
}

/**
 * Sends a request and answers status and text. By Node's plain client: a command goes through here, and `fetch` with its
 * streams took a sixth of what the gateway does for one. @throws ConnectionFailure
 */
export function exchange(
  url: string,
  { body, headers, withinMs }: Exchange,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...headers,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      },
    };
    const fail = (error: Error): void => {
      clearTimeout(deadline);
      reject(new ConnectionFailure(error.message, { cause: error }));
    };
    const answered = (response: IncomingMessage): void => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(deadline);
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      });
    };
    const sent = sendsTo(url, options).on('response', answered);
    const deadline = setTimeout(() => {
      sent.destroy(new Error(`no answer within ${withinMs} ms`));
    }, withinMs);
    sent.on('error', fail);
    sent.end(body);
  });
}
