import { readFileSync, renameSync, rmSync, writeFileSync, linkSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from './error-code.ts';
import { LaunchFault } from './fault.ts';
import { lives, startOf } from './running.ts';
import { faults } from './vocabulary.ts';

const holderSchema = z.object({
  pid: z.number().int(),
  start: z.string(),
  starter: z.number().int(),
  purpose: z.string(),
  ending: z.boolean().optional(),
  /** Where the platform that runs on the folder answers. */
  url: z.string().optional(),
});
/** Who holds a data folder, and what for. */
export type Holder = z.infer<typeof holderSchema>;

/** The right to use a data folder. */
export interface Lock {
  /** Says where the platform answers. */
  readonly serving: (url: string) => void;
  /** Says to whoever comes next that it is worth a moment's wait. */
  readonly ending: () => void;
  readonly release: () => void;
}

const FILE = 'launcher.lock';
const PATIENCE_MS = 1_500;
/** Ending takes at most five seconds; whoever says so, or has lost the one who started him, is waited for. */
const PATIENCE_WITH_THE_ENDING_MS = 7_000;

/** The living holder of a data folder. */
export function holderOf(folder: string): Holder | undefined {
  const holder = written(join(folder, FILE));
  return holder && isLiving(holder) ? holder : undefined;
}

/**
 * Takes a data folder for this process; what a dead one left is cleared away.
 * @throws LaunchFault when a living one holds it; the signal's reason
 */
export async function takeLock(folder: string, purpose: string, signal?: AbortSignal): Promise<Lock> {
  const started = Date.now();
  for (;;) {
    signal?.throwIfAborted();
    const lock = attempt(folder, purpose);
    if (lock) return lock;
    const holder = holderOf(folder);
    if (holder && Date.now() - started > patienceWith(holder))
      throw new LaunchFault(faults.folderHeld({ folder, pid: holder.pid, purpose: holder.purpose }));
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

function patienceWith(holder: Holder): number {
  return holder.ending || !lives(holder.starter) ? PATIENCE_WITH_THE_ENDING_MS : PATIENCE_MS;
}

function attempt(folder: string, purpose: string): Lock | undefined {
  const file = join(folder, FILE);
  const own: Holder = { pid: process.pid, start: startOf(process.pid), starter: process.ppid, purpose };
  if (!placed(file, own)) {
    clearIfStale(file);
    return undefined;
  }
  let said = own;
  const say = (more: Partial<Holder>): void => {
    said = { ...said, ...more };
    rewrite(file, said);
  };
  return {
    serving: (url) => say({ url }),
    ending: () => say({ ending: true }),
    release: () => rmSync(file, { force: true }),
  };
}

/** A link appears whole or not at all, so nobody ever reads half a lock. */
function placed(file: string, own: Holder): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whole or not at all: who reads half a lock takes it for a dead one's. */
function rewrite(file: string, holder: Holder): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder));
  renameSync(draft, file);
}

/** Two may find the same stale lock: it is moved aside first, and put back when it turns out to be another's new one. */
function clearIfStale(file: string): void {
  const holder = written(file);
  if (holder && isLiving(holder)) return;
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
    const moved = written(aside);
    if (moved && isLiving(moved)) linkSync(aside, file);
  } catch {
    // Somebody else was quicker; the next attempt sees what is there.
  } finally {
    rmSync(aside, { force: true });
  }
}

function written(file: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

const isLiving = (holder: Holder): boolean =>
  lives(holder.pid) && (holder.start === '' || startOf(holder.pid) === holder.start);
