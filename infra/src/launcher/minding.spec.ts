import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataFolder } from './data-folder.ts';
import { MindedPostgres } from './minding.ts';
import { runPostgres } from './postgres.ts';
import { gone, lives } from './running.ts';
import { type ServerAddress, urlOf } from './server-address.ts';

let root: string;
let folder: DataFolder;
let address: ServerAddress;
let minded: MindedPostgres;
let said: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'zhibu-minding-'));
  await chmod(root, 0o755);
  folder = DataFolder.open(join(root, 'data'));
  const server = await runPostgres(folder);
  address = server.address;
  said = [];
  minded = new MindedPostgres(folder, server, { say: ({ en }) => said.push(en), triedForMs: 1_500 });
});
afterEach(async () => {
  await minded.stop();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

async function session(): Promise<pg.Client> {
  const client = new pg.Client(urlOf({ address, role: 'postgres', password: folder.password(), database: 'postgres' }));
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function tried(withinMs: number, attempt: () => Promise<void> | void): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }
}

const answers = (withinMs: number) =>
  tried(withinMs, async () => {
    const client = await session();
    await client.query('SELECT 1');
    await client.end();
  });

/** The server's first process; one that answers already may still be about to be known to who minds it. */
async function running(): Promise<number> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    if (lives(minded.pid)) return minded.pid;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  throw new Error('the server is not minded again');
}

async function killed(): Promise<void> {
  const pid = await running();
  process.kill(pid, 'SIGKILL');
  await gone(pid, 5_000);
}

describe('a server whose first process is killed', () => {
  it('answers again at its address, what was committed kept, as often as it is killed', async () => {
    const before = await session();
    await before.query('CREATE TABLE kept AS SELECT 7 AS seven');
    for (let times = 0; times < 2; times += 1) {
      await killed();
      await answers(15_000);
    }
    const after = await session();
    expect((await after.query('SELECT seven FROM kept')).rows).toEqual([{ seven: 7 }]);
    await after.end();
    // The server answers a moment before who minds it says so.
    await tried(10_000, () =>
      expect(said).toEqual(
        Array.from({ length: 2 }, () => [/without being asked/, /there again/])
          .flat()
          .map((words) => expect.stringMatching(words)),
      ),
    );
  });

  it('answers again although a session of it goes on working', async () => {
    const busy = await session();
    const lost = busy.query('SELECT count(*) FROM generate_series(1, 100000000000)').catch((error: Error) => error);
    await killed();
    await answers(20_000);
    expect(await lost).toBeInstanceOf(Error);
  });

  it('is left alone by whoever says so, and minded again', async () => {
    await minded.leave();
    await killed();
    await expect(answers(1_000)).rejects.toThrow();
    expect(said).toEqual([]);
    minded.mindAgain(await runPostgres(folder, { address }));
    await killed();
    await answers(15_000);
  });
});

describe('a server that cannot be started again', () => {
  it('is given up, with a sentence that says why and what to do', async () => {
    const control = join(folder.postgres, 'global', 'pg_control');
    await rename(control, `${control}.away`);
    await killed();
    const { wording } = await minded.lost;
    expect(wording.zh).toMatch(
      /数据库意外停止，且无法重新启动，平台现在结束；已记录的数据都在。.*postgres\.log（系统信息：.+）。$/,
    );
    expect(wording.en).toMatch(
      /cannot be started again.*everything recorded is kept\..*postgres\.log in the data folder \(the system says: .+\)\.$/,
    );
  });

  it('is waited for while it may come back, and no longer than somebody wants it', async () => {
    const control = join(folder.postgres, 'global', 'pg_control');
    await rename(control, `${control}.away`);
    await killed();
    await new Promise((resolve) => {
      setTimeout(resolve, 300);
    });
    await rename(`${control}.away`, control);
    await answers(15_000);
    await killed();
    const asked = Date.now();
    await minded.stop(2_000);
    expect(Date.now() - asked).toBeLessThan(5_000);
  });
});
