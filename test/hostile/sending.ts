import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import type { Hostile } from './document.ts';

/** What came back, and what it took. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly ms: number;
}

/** Sends a document as it is; whoever is cut off while he still sends has his answer all the same. */
export function sent(document: Hostile, url: string): Promise<Answered> {
  return document.raw === undefined ? byHttp(document, url) : byBytes(document.raw, url);
}

function byHttp({ method, path, headers = {}, body }: Hostile, url: string): Promise<Answered> {
  const { hostname, port } = new URL(url);
  const begun = performance.now();
  return new Promise((resolve) => {
    const cut = (): void => resolve({ status: 0, headers: {}, body: '', ms: performance.now() - begun });
    const asked = request(
      { hostname, port, path, agent: false, method: method ?? (body === undefined ? 'GET' : 'POST'), headers },
      (response) => {
        const pieces: Buffer[] = [];
        const done = (): void =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString(),
            ms: performance.now() - begun,
          });
        response
          .on('data', (piece: Buffer) => pieces.push(piece))
          .on('end', done)
          .on('error', done);
      },
    );
    // Whoever still sends when he is cut off may not come to read why.
    asked.on('error', cut);
    asked.end(body);
  });
}

const HEAD = /^HTTP\/1\.1 (\d{3})[^\r\n]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/;

function byBytes(raw: string, url: string): Promise<Answered> {
  const { hostname, port, host } = new URL(url);
  const begun = performance.now();
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write(Buffer.from(raw.replaceAll('HOST', host), 'latin1')),
    );
    const done = (): void => {
      socket.destroy();
      const [, status = '0', lines = '', body = ''] = HEAD.exec(text) ?? [];
      const headers = Object.fromEntries(
        lines
          .split('\r\n')
          .map((line) => [line.split(':')[0]?.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      resolve({ status: Number(status), headers, body, ms: performance.now() - begun });
    };
    socket.on('data', (piece) => {
      text += piece.toString();
      const [, , lines = '', body = ''] = HEAD.exec(text) ?? [];
      const length = /content-length: (\d+)/i.exec(lines)?.[1];
      if (length !== undefined && Buffer.byteLength(body) >= Number(length)) done();
    });
    socket.on('close', done).on('error', done);
  });
}

/** Milliseconds that the threads of a process have worked so far; undefined where the system does not tell. */
export function workedMs(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return undefined;
  }
}
