import {
  Agent as PlainAgent,
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';

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
    const sent: ClientRequest = url.startsWith('https:')
      ? tlsRequest(url, { ...options, agent: tls }, answered)
      : plainRequest(url, { ...options, agent: plain }, answered);
    const deadline = setTimeout(() => {
      sent.destroy(new Error(`no answer within ${withinMs} ms`));
    }, withinMs);
    sent.on('error', fail);
    sent.end(body);
  });
}
