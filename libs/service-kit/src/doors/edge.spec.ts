import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { edge, guardConnections } from './edge.adapter.ts';

let server: Server;
let port: number;
beforeAll(async () => {
  const app = express();
  app.use(edge(['zhibu.example.cn']));
  app.use((_request, response) => void response.json({ answered: true }));
  server = createServer(app);
  guardConnections(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  port = Number(Object(server.address()).port);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const asked = (
  headers: Readonly<Record<string, string>>,
  path = '/',
  body = '',
): Promise<{ status: number; headers: IncomingMessage['headers']; body: { code?: string } }> =>
  new Promise((resolve, reject) => {
    const asking = request({ port, path, headers, agent: false, method: body === '' ? 'GET' : 'POST' }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => {
        text += piece.toString();
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) }),
      );
    });
    asking.on('error', reject).end(body);
  });

function written(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (piece) => {
      answer += piece.toString();
    });
    socket.on('close', () => resolve(answer));
  });
}

/** A server with short times; what is sent of a body comes in pieces, with pauses; the answer is all that it wrote. */
async function sentInPieces(head: string, pieces: readonly string[], pauseMs: number): Promise<string> {
  const app = express();
  app.use((request, response) => {
    let bytes = 0;
    request.on('data', (piece: Buffer) => void (bytes += piece.length));
    request.on('end', () => void response.json({ bytes }));
  });
  const impatient = createServer(app);
  guardConnections(impatient, { bodyWithin: 400, pieceWithin: 400, pieceBytes: 10, fileWithin: 60_000 });
  await new Promise<void>((resolve) => void impatient.listen(0, '127.0.0.1', resolve));
  const socket = connect(Number(Object(impatient.address()).port), '127.0.0.1');
  const said = `${head} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 100\r\n\r\n`;
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (piece) => void (text += piece.toString()));
    socket.on('close', () => resolve(text)).on('error', () => undefined);
  });
  socket.write(said);
  for (const piece of pieces) {
    await pause(pauseMs);
    if (socket.writable) socket.write(piece);
  }
  const text = await answer;
  await new Promise((resolve) => void impatient.close(resolve));
  return text;
}

it.each<[string, string, readonly string[], string]>([
  [
    'takes a file for as long as it comes',
    'PUT /evidence/a',
    Array.from({ length: 5 }, () => 'x'.repeat(20)),
    '"bytes":100',
  ],
  ['cuts off a file that comes no more', 'PUT /evidence/a', ['x'.repeat(50)], 'REQUEST_TOO_SLOW'],
  [
    'cuts off a file that comes too slowly',
    'PUT /evidence/a',
    Array.from({ length: 8 }, () => 'x'),
    'REQUEST_TOO_SLOW',
  ],
  [
    'cuts off another body that is not all there in its time',
    'POST /graphql',
    Array.from({ length: 5 }, () => 'x'.repeat(20)),
    'REQUEST_TOO_SLOW',
  ],
])('%s', async (_what, head, pieces, answer) => expect(await sentInPieces(head, pieces, 150)).toContain(answer));

describe('the edge', () => {
  it('answers whoever asks by a name of ours, and tells browsers what they may do with it', async () => {
    for (const host of ['localhost', '127.0.0.1:1', 'zhibu.example.cn']) {
      const { status, headers } = await asked({ host });
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      });
    }
  });

  it.each([
    ['another host', { host: 'evil.example' }, [421, 'HOST_UNKNOWN']],
    ['a page of another', { host: 'localhost', origin: 'http://evil.example' }, [421, 'ORIGIN_UNKNOWN']],
    [
      'more headers than any client has',
      { host: 'localhost', ...Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`x${at}`, ''])) },
      [413, 'HEADERS_TOO_LARGE'],
    ],
    ['a body that no door takes', { host: 'localhost', 'content-length': String(1 << 30) }, [413, 'BODY_TOO_LARGE']],
  ])('refuses %s', async (_what, headers, refused) => {
    const { status, body } = await asked(headers as Record<string, string>);
    expect([status, body.code]).toEqual(refused);
  });

  it('lets what is still sent go by, so that its sender reads why', async () => {
    const { status, body } = await asked({ host: 'evil.example' }, '/', 'x'.repeat(8_000_000));
    expect([status, body.code]).toEqual([421, 'HOST_UNKNOWN']);
  });

  it.each([
    ['two hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\nConnection: close\r\n\r\n', 'HOST_AMBIGUOUS'],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 'HOST_AMBIGUOUS'],
    [
      'a target of another',
      'GET http://evil/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      'HOST_UNKNOWN',
    ],
    ['what is no HTTP', 'hello\r\n\r\n', 'BAD_REQUEST'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'BAD_REQUEST',
    ],
    ['headers too long', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 'HEADERS_TOO_LARGE'],
    ['an expectation', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: more\r\n\r\n', 'BAD_REQUEST'],
  ])('has a code for %s', async (_what, text, code) => {
    expect(await written(text)).toContain(`"code":"${code}"`);
  });
});
