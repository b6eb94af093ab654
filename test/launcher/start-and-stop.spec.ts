import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import getPort from 'get-port';
import { discard, newData, PlatformUnderTest, program, run, temporaryFolder, textOf } from '../support/platform.ts';

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

const start = (args: readonly string[]) => run('start', [...args, '--empty']);
const register = {
  name: 'RegisterOrganization',
  commandId: 'f0c5e7a4-7f5e-4f5c-8a53-0d6f7f3c1a11',
  data: { code: 'P', kind: 'province', name: '某省委', openedOn: '1950-01-01' },
};

describe('a start with data', () => {
  it('keeps what was recorded, answers within 10 seconds, and ends within 5', async () => {
    const first = await begin();
    const answer = await first.post('/commands', { commands: [register] });
    expect(answer).toMatchObject({
      status: 200,
      body: { outcomes: [{ events: [{ type: 'OrganizationRegistered' }] }] },
    });
    const asked = Date.now();
    const ended = await first.stop();
    expect(ended.code).toBe(0);
    expect(Date.now() - asked).toBeLessThan(5_000);
    const from = Date.now();
    const second = await begin();
    expect(await second.query('{ organization(code: "P") { name } }')).toEqual({ organization: { name: '某省委' } });
    expect(Date.now() - from).toBeLessThan(10_000);
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
    const port = await getPort({ host: '127.0.0.1' });
    const other = createServer().listen(port, '127.0.0.1');
    const ended = await start(['--data', data, '--port', String(port)]);
    other.close();
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is in use`) });
    expect(ended.stderr).toContain(`端口${port}已被占用`);
    expect(ended.stderr).not.toContain('    at ');
  });

  it('a living launcher holds the data folder', async () => {
    const holder = await begin();
    const ended = await start(['--data', data, '--port', String(await getPort({ host: '127.0.0.1' }))]);
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
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be used (ENOTDIR)') });
  });

  it('there is no such command', async () => {
    const running = program('nonsense');
    expect(await running.ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no such command: nonsense'),
    });
  });
});
