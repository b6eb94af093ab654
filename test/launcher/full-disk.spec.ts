import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { discard, newData, PlatformUnderTest, run, temporaryFolder } from '../support/platform.ts';

// A disk of its own can be had by root on Linux; elsewhere these are listed as tests that could not run.
const disk = await temporaryFolder('zhibu-disk-');
const mount = (options: string): boolean =>
  process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk]).status === 0;
const unmount = (): boolean => spawnSync('umount', [disk]).status === 0;
const where = mount('size=1m') && unmount() ? describe : describe.skip;
const MEGABYTE = 1 << 20;

afterAll(() => discard(disk));

const saysFull = { code: 1, stderr: expect.stringMatching(/^磁盘已满[^\n]*\nThe disk is full: [^\n]*\n$/) };

where('a disk that is full', () => {
  it('while the data folder is made: one sentence, and a bigger disk is all it takes', async () => {
    mount('size=30m');
    expect(await run('start', ['--data', join(disk, 'data'), '--empty'])).toMatchObject(saysFull);
    mount('remount,size=300m');
    const platform = await PlatformUnderTest.start({ data: join(disk, 'data') });
    expect((await platform.stop()).code).toBe(0);
    unmount();
  });

  it('under an existing data folder: one sentence, and nothing is lost', async () => {
    mount('size=300m,mode=755');
    const template = await newData();
    mkdirSync(join(disk, 'data'));
    spawnSync('cp', ['-a', `${template}/.`, join(disk, 'data')]);
    await discard(template);
    await fill(join(disk, 'filler'));
    expect(await run('start', ['--data', join(disk, 'data'), '--empty'])).toMatchObject(saysFull);
    rmSync(join(disk, 'filler'));
    const platform = await PlatformUnderTest.start({ data: join(disk, 'data') });
    expect((await platform.stop()).code).toBe(0);
    unmount();
  });

  it('that may only be read: one sentence', async () => {
    mount('ro');
    const ended = await run('start', ['--data', join(disk, 'data'), '--empty']);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be used') });
    expect(readdirSync(disk)).toEqual([]);
    unmount();
  });
});

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const size of [MEGABYTE, 4_096])
      while (
        await file.write(Buffer.alloc(size)).then(
          () => true,
          () => false,
        )
      );
  } finally {
    await file.close();
  }
}
