import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@zhibu/kernel';
import { discard, newData, PlatformUnderTest, program, run, temporaryFolder, textOf } from '../support/platform.ts';
import type { RunningProgram } from '../support/program.ts';

let data: string;
beforeAll(async () => {
  data = await newData();
}, 300_000);
afterAll(() => discard(data));

/** What a test that failed half-way left running would hold the data folder against all later ones. */
const begun: PlatformUnderTest[] = [];
const begin = async (): Promise<PlatformUnderTest> => {
  const platform = await PlatformUnderTest.start({ data });
  begun.push(platform);
  return platform;
};
afterEach(() => Promise.all(begun.splice(0).map((platform) => platform.stop())));

/** Waits until a process is gone; one that only waits for init to take note of its end has ended as well. */
async function gone(pid: number): Promise<boolean> {
  for (let looks = 0; looks < 100; looks += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (/\) Z /.test(state)) return true;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  return false;
}

const postmaster = async (): Promise<number> => Number((await textOf(data, 'postgres/postmaster.pid')).split('\n')[0]);

/** The sessions of clients among the processes of a server. */
async function sessionsOf(server: number): Promise<readonly number[]> {
  const children = (await readFile(`/proc/${server}/task/${server}/children`, 'utf8')).trim().split(' ').map(Number);
  const lines = await Promise.all(children.map((child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')));
  return children.filter((_, index) => / zhibu /.test(lines[index] ?? ''));
}

/** What health says once it is ready; the last that it said where it is not within half a minute. */
async function well(platform: PlatformUnderTest): Promise<unknown> {
  let said: unknown;
  for (let looks = 0; looks < 60; looks += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    said = await fetch(`${platform.url}/health/ready`).then(
      (answer) => answer.json(),
      () => undefined,
    );
    if (Object(said).status === 'ready') return said;
  }
  return said;
}

const start = (args: readonly string[]) => run('start', [...args, '--empty']);
const register = {
  name: 'RegisterOrganization',
  commandId: 'f0c5e7a4-7f5e-4f5c-8a53-0d6f7f3c1a11',
  data: { code: 'P', kind: 'province', name: '某省委', openedOn: '1950-01-01' },
};

const STARTED_WITHIN_MS = 60_000;

/** The database's first process, as soon as a program that is starting has one. */
async function startingPostmaster(starting: RunningProgram): Promise<number> {
  for (const until = Date.now() + STARTED_WITHIN_MS; Date.now() < until;) {
    const pid = await postmaster().catch(() => 0);
    if (pid > 0) return pid;
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  // What goes on holding the folder would fail every test that follows.
  starting.signalGroup('SIGKILL');
  throw new Error('no database was started');
}

describe('a start that is to end before it is done', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends at once by %s while its database does not answer', async (signal) => {
    await (await begin()).stop();
    const starting = program('start', ['--data', data, '--port', String(await freePort()), '--empty']);
    const server = await startingPostmaster(starting);
    process.kill(server, 'SIGSTOP');
    const asked = Date.now();
    starting.signalGroup(signal);
    expect(await starting.ended).toMatchObject({ code: 0, stderr: '' });
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(await gone(server)).toBe(true);
    await (await begin()).stop();
  });

  it.each([50, 400, 900])('leaves nothing behind that the next start cannot use, after %i ms', async (ms) => {
    const folder = await temporaryFolder();
    const starting = program('start', ['--data', folder, '--port', String(await freePort()), '--empty']);
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
    starting.signalGroup('SIGTERM');
    const { code, stderr } = await starting.ended;
    // A signal that comes before the program is there ends Node itself.
    expect([[0, 143, null].includes(code), stderr]).toEqual([true, '']);
    const next = await PlatformUnderTest.start({ data: folder });
    expect((await next.stop()).code).toBe(0);
    await discard(folder);
  });
});

describe('a start with data', () => {
  it('keeps what was recorded, and ends in order', async () => {
    const first = await begin();
    const answer = await first.post('/commands', { commands: [register] });
    expect(answer).toMatchObject({
      status: 200,
      body: { outcomes: [{ events: [{ type: 'OrganizationRegistered' }] }] },
    });
    const ended = await first.stop();
    expect(ended.code).toBe(0);
    const second = await begin();
    expect(await second.query('{ organization(code: "P") { name } }')).toEqual({ organization: { name: '某省委' } });
    expect(second.program.stdout).not.toContain('1,000');
    await second.stop();
  });

  it('goes on after kill -9, and stops the PostgreSQL left behind', async () => {
    const killed = await begin();
    const left = Number((await textOf(data, 'postgres/postmaster.pid')).split('\n')[0]);
    await killed.kill();
    expect(() => process.kill(left, 0)).not.toThrow();
    const next = await begin();
    expect(next.program.stdout).toContain('left behind');
    expect(await gone(left)).toBe(true);
    expect(await next.query('{ organization(code: "P") { name } }')).toEqual({ organization: { name: '某省委' } });
    await next.stop();
  });

  it('goes on, every feed too, after its database was killed under it', async () => {
    const platform = await begin();
    await platform.post('/commands', { commands: [register] });
    const served = await postmaster();
    process.kill(served, 'SIGKILL');
    expect(await gone(served)).toBe(true);
    await expect(well(platform)).resolves.toMatchObject({ status: 'ready' });
    expect(await platform.query('{ organization(code: "P") { name } }')).toEqual({ organization: { name: '某省委' } });
    expect(platform.program.stdout).toContain('数据库意外停止，正在重新启动');
    expect(await postmaster()).not.toBe(served);
    expect((await platform.stop()).code).toBe(0);
  });

  it('is well again over every feed, empty ones too, after its sessions were cut', async () => {
    const platform = await begin();
    const postgres = await sessionsOf(await postmaster());
    expect(postgres.length).toBeGreaterThan(5);
    for (const session of postgres) process.kill(session, 'SIGTERM');
    await expect(well(platform)).resolves.toMatchObject({ status: 'ready' });
    await platform.stop();
  });

  it('ends with a sentence and a code of its own when its database cannot be started again', async () => {
    const folder = await temporaryFolder();
    const platform = await PlatformUnderTest.start({ data: folder });
    const control = join(folder, 'postgres', 'global', 'pg_control');
    await rename(control, `${control}.away`);
    process.kill(Number((await textOf(folder, 'postgres/postmaster.pid')).split('\n')[0]), 'SIGKILL');
    const { code, stderr } = await platform.program.ended;
    await discard(folder);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /数据库意外停止，且无法重新启动，平台现在结束；已记录的数据都在。.*\nThe database ended and cannot be started again/,
    );
  });

  it('ends when the launcher that started it is killed, and the next start goes on', async () => {
    const platform = await begin();
    platform.program.child.kill('SIGKILL');
    const next = await begin();
    expect(await platform.program.ended).toMatchObject({ stdout: expect.stringContaining('everything is kept') });
    expect(await next.query('{ organization(code: "P") { name } }')).toEqual({ organization: { name: '某省委' } });
    await next.stop();
  });

  it('keeps passwords from everybody else and listens on this machine only', async () => {
    expect((await stat(join(data, 'secrets.json'))).mode & 0o077).toBe(0);
    expect((await stat(join(data, 'postgres'))).mode & 0o077).toBe(0);
  });
});

describe('one clear sentence, in Chinese and English, when', () => {
  it('the port is busy', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    const ended = await start(['--data', data, '--port', String(port)]);
    other.close();
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is in use`) });
    expect(ended.stderr).toContain(`端口${port}已被占用`);
    expect(ended.stderr).not.toContain('    at ');
  });

  it('a living launcher holds the data folder', async () => {
    const holder = await begin();
    const ended = await start(['--data', data, '--port', String(await freePort())]);
    await holder.stop();
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is held by another program (npm start, process'),
    });
  });

  it.each([
    [2, 'written by a newer program (format 2'],
    [0, 'written by an older program (format 0'],
  ])('the data format is %d', async (format, says) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'zhibu.json'), JSON.stringify({ format }));
    const ended = await start(['--data', folder]);
    await discard(folder);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(says) });
  });

  it('settings are wrong: all of them are named', async () => {
    const ended = await run('start', ['--port', '70000', '--data=', '--colour']);
    expect(ended.code).toBe(1);
    for (const part of ['--port', '70000', '--data', '--colour']) expect(ended.stderr).toContain(part);
    expect(ended.stderr.trim().split('\n')).toHaveLength(2);
  });

  it('the folder holds something else', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'holiday.jpg'), 'x');
    const ended = await start(['--data', folder]);
    await discard(folder);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('holds something else') });
  });

  it('the path of the folder is a file', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'file');
    await writeFile(file, 'x');
    const ended = await start(['--data', join(file, 'data')]);
    await discard(folder);
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/cannot be used; .*\(the system says: ENOTDIR\)/),
    });
  });

  it('there is no such command', async () => {
    const running = program('nonsense');
    expect(await running.ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such command: nonsense'),
    });
  });
});
