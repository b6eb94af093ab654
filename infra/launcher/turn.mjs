import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './npm.mjs';

const folder = join(repository, '.cache');
const file = join(folder, 'prepare.pid');
const PAUSE_MS = 200;

/** Runs `work` while nobody else installs or builds in this repository; waits for its turn. */
export async function inTurn(work) {
  mkdirSync(folder, { recursive: true });
  while (!taken())
    await new Promise((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
  try {
    return work();
  } finally {
    rmSync(file, { force: true });
  }
}

function taken() {
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!lives(holder())) rmSync(file, { force: true });
    return false;
  }
}

function holder() {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return NaN;
  }
}

function lives(pid) {
  // An empty file is one that its maker is about to write; a moment later it has a number.
  if (Number.isNaN(pid)) return false;
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
