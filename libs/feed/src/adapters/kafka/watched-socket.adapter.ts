import { connect, isIP, type Socket } from 'node:net';
import { connect as connectByTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
/** A broker answers in milliseconds; one that says nothing for so long is not there any more. */
const SILENT_FOR_MS = 6_000;
/** But it answers whoever joins a group only once the others have come, or their time is up. */
const SILENT_WHILE_JOINING_MS = 20_000;
const JOINING: ReadonlySet<number> = new Set([11, 14]);
const API_KEY_AT = 4;

/**
 * The client's sockets, each of which is broken where its requests stay without any answer: the client itself waits for
 * each request in turn and asks again on the same connection, for minutes, when its other side is gone without a word.
 */
export const watchedSockets: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectByTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...ssl }, onConnect)
    : connect({ host, port }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  // A heartbeat beside a fetch that waits for news must not wait until the broker has confirmed the fetch's bytes.
  socket.setNoDelay(true);
  watch(socket);
  return socket;
};

function watch(socket: Socket): void {
  let brokenAt = Number.POSITIVE_INFINITY;
  const write = socket.write.bind(socket) as (piece: Uint8Array | string, ...rest: never[]) => boolean;
  socket.write = (piece: Uint8Array | string, ...rest: never[]): boolean => {
    if (brokenAt === Number.POSITIVE_INFINITY) brokenAt = Date.now() + patienceWith(piece);
    return write(piece, ...rest);
  };
  socket.on('data', () => {
    brokenAt = Number.POSITIVE_INFINITY;
  });
  const timer = setInterval(() => {
    if (Date.now() > brokenAt)
      socket.destroy(Object.assign(new Error('the broker does not answer'), { code: 'ETIMEDOUT' }));
  }, LOOK_EVERY_MS).unref();
  socket.once('close', () => {
    clearInterval(timer);
  });
}

/** By the kind of the request, which stands behind its length. */
function patienceWith(piece: Uint8Array | string): number {
  const kind =
    typeof piece === 'string' || piece.length < API_KEY_AT + 2
      ? -1
      : new DataView(piece.buffer, piece.byteOffset).getInt16(API_KEY_AT);
  return JOINING.has(kind) ? SILENT_WHILE_JOINING_MS : SILENT_FOR_MS;
}
