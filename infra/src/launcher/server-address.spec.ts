import { afterEach, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@zhibu/database';
import { DataFolder } from './data-folder.ts';
import { runningAddress } from './left-behind.ts';
import { runPostgres } from './postgres.ts';
import { addressIn, forgetAddress, urlOf } from './server-address.ts';

const roots: string[] = [];
afterEach(async () => {
  for (const root of roots.splice(0)) await rm(root, { recursive: true, force: true });
});

async function folderNamed(name: string): Promise<DataFolder> {
  const root = await mkdtemp(join(tmpdir(), 'zhibu-address-'));
  roots.push(root);
  await chmod(root, 0o755);
  return DataFolder.open(join(root, name));
}

/** TCP ports on which something listens, by the kernel's own table; numbers are hexadecimal there. */
async function listening(): Promise<ReadonlySet<number>> {
  const lines = (
    await Promise.all(['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')))
  )
    .flatMap((table) => table.split('\n'))
    .map((line) => line.trim().split(/\s+/));
  return new Set(
    lines.filter(([, , , state]) => state === '0A').map(([, local = '']) => parseInt(local.split(':')[1] ?? '', 16)),
  );
}

it.each([
  ['a plain name', 'data', true],
  ['blanks, a comma, a quotation mark, a percent sign and 中文', '数据, "一" 50%', true],
  ['a path too long for a socket', 'x'.repeat(120), false],
])('listens on a socket and on no port for a data folder with %s', async (_, name, isBeside) => {
  const folder = await folderNamed(name);
  const server = await runPostgres(folder);
  const { socketFolder = '' } = server.address;
  try {
    expect(socketFolder === folder.postgres).toBe(isBeside);
    expect(runningAddress(folder)).toEqual(server.address);
    expect((await listening()).has(server.address.port)).toBe(false);
    const url = urlOf({ address: server.address, role: 'postgres', password: folder.password(), database: 'postgres' });
    const pool = connect(url, { schema: 'public' });
    const { rows } = await pool.query<{ from: string | null; folders: string }>(
      `SELECT inet_client_addr() AS "from", current_setting('listen_addresses') AS folders`,
    );
    expect(rows).toEqual([{ from: null, folders: '' }]);
    await pool.end();
  } finally {
    await server.stop();
  }
  expect(existsSync(join(socketFolder, `.s.PGSQL.${server.address.port}`))).toBe(false);
  expect(existsSync(socketFolder)).toBe(isBeside);
});

it('reads the address of a running server from what the server wrote', () => {
  expect(addressIn(['1', '/d', '0', '5432', '/d/postgres', '', '', 'ready'])).toEqual({
    socketFolder: '/d/postgres',
    port: 5432,
  });
  expect(addressIn(['1', '/d', '0', '6000', '', '127.0.0.1', '', 'ready'])).toEqual({ port: 6000 });
});

it('never removes a folder that it has not made', async () => {
  const folder = await folderNamed('data');
  forgetAddress({ socketFolder: folder.path, port: 5432 });
  expect(existsSync(folder.path)).toBe(true);
});
