import { expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { connect } from './connection.ts';

it('gives up a server that says nothing, and ends each connection that it tried', async () => {
  const tried: Socket[] = [];
  const server = createServer((socket) => {
    tried.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const pool = connect(
    `postgres://nobody@127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/nothing`,
    { schema: 'public', max: 2 },
  );
  const answers = await Promise.allSettled([pool.query('SELECT 1'), pool.query('SELECT 2')]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(tried).toHaveLength(2);
  for (const socket of tried) if (!socket.destroyed) await once(socket.resume(), 'close');
  await pool.end();
  server.close();
});
