/**
 * The stand-in as a server of its own, as the image of EventStoreDB is one: settings by EVENTSTORE_…, everything on port
 * 2113. What begins as HTTP/2 is gRPC and goes to the stand-in; the rest is asked after its health.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer as listen, type Socket } from 'node:net';
import { StandIn } from './stand-in.ts';

const PORT = 2113;
const HTTP_2 = 'PRI ';

/** The server refuses to start without certificates, unless it is told to do without. */
if (process.env['EVENTSTORE_INSECURE'] !== 'true') {
  process.stderr.write('this stand-in has no certificates: EVENTSTORE_INSECURE=true\n');
  process.exit(1);
}
const health = createServer((request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(request.url === '/health/live' ? 204 : 404).end();
});
const starting = StandIn.start();

listen((socket: Socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (first: Buffer) => {
    socket.pause();
    socket.unshift(first);
    if (first.toString('latin1', 0, HTTP_2.length) === HTTP_2)
      void starting.then(({ node: { port } }) => lead(socket, port));
    else answer(socket);
  });
}).listen(PORT);

function answer(socket: Socket): void {
  health.emit('connection', socket);
  socket.resume();
}

function lead(near: Socket, port: number): void {
  const far = connect({ port, host: '127.0.0.1' });
  far.on('error', () => near.destroy());
  near.on('close', () => far.destroy());
  near.pipe(far).pipe(near);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
