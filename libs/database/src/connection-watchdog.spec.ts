import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';
import { connect, type Pool } from './connection.ts';
import { isInfrastructureFailure } from './failure.ts';
import { temporaryDatabase, type TemporaryDatabase } from './testing/index.ts';

let database: TemporaryDatabase;
let proxy: Server;
let pool: Pool;
/** Connections of before that swallow whatever is sent; those made later are sound. */
const wires = new Map<Socket, Socket>();
const goDeaf = (): void => {
  for (const [near, far] of wires) {
    near.removeAllListeners('data');
    far.removeAllListeners('data');
  }
};

beforeAll(async () => {
  database = await temporaryDatabase();
  const target = new URL(database.adminUrl);
  const [host, port] = [target.hostname, Number(target.port)];
  proxy = createServer((near) => {
    const far = connectTo({ host, port });
    wires.set(near, far);
    near.on('data', (piece) => far.write(piece));
    far.on('data', (piece) => near.write(piece));
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  target.host = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  pool = connect(target.href, { schema: 'public', max: 2 });
});
afterAll(async () => {
  for (const [near, far] of wires) {
    near.destroy();
    far.destroy();
  }
  await pool.end();
  await new Promise((resolve) => {
    proxy.close(resolve);
  });
  await database.drop();
});

it('lets a statement work as long as it takes', async () => {
  expect((await pool.query<{ done: string }>("SELECT pg_sleep(6), 'done' AS done")).rows[0]?.done).toBe('done');
});

it('gives up a connection that nobody answers on, as a failure that passes, with the locks that it held, and the pool goes on', async () => {
  const client = await pool.connect();
  await client.query('BEGIN; SELECT pg_advisory_xact_lock(7)');
  goDeaf();
  const failure: unknown = await client.query('SELECT 1').catch((error: unknown) => error);
  client.release(true);
  expect(isInfrastructureFailure(failure)).toBe(true);
  expect(
    (await pool.query<{ got: string }>("SELECT pg_advisory_lock(7), 'the lock that its transaction held' AS got"))
      .rows[0]?.got,
  ).toBe('the lock that its transaction held');
});
