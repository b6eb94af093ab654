import { readFileSync } from 'node:fs';

const MEBIBYTE_IN_KIB = 1024;
/** Where proc(5) has them behind the name; Linux tells them in hundredths to every program. */
const UTIME = 11;
const STIME = 12;
const TICKS_A_SECOND = 100;

/** The value in the middle. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The least value that so many percent of all values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** What two sides came to, as medians over rounds; the ratio is the median of each round's own. */
export interface Paired {
  readonly ours: number;
  readonly peer: number;
  readonly ratio: number;
}

/** Measures two sides in turn, the one that begins changing with every round, after one round that does not count. */
export async function paired(
  rounds: number,
  sides: { readonly ours: () => Promise<number>; readonly peer: () => Promise<number> },
): Promise<Paired> {
  await sides.ours();
  await sides.peer();
  const found: { ours: number; peer: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const ours = await sides.ours();
      found.push({ ours, peer: await sides.peer() });
    } else {
      const peer = await sides.peer();
      found.push({ ours: await sides.ours(), peer });
    }
  }
  return {
    ours: median(found.map(({ ours }) => ours)),
    peer: median(found.map(({ peer }) => peer)),
    ratio: median(found.map(({ ours, peer }) => ours / peer)),
  };
}

/** Runs work `times` times by so many at once; each is given its number. */
export async function concurrently(
  times: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < times) {
        const index = next;
        next += 1;
        await work(index);
      }
    }),
  );
}

/** Resident memory of a process, in MiB: now, and at its most. */
export function memoryOf(pid: number): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (field: string): number =>
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / MEBIBYTE_IN_KIB;
  return { now: mebibytes('VmRSS'), most: mebibytes('VmHWM') };
}

/** Seconds that a process has had a core for, in itself and in the kernel. */
export function coreSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // What stands before the last parenthesis is its name, which may have spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_A_SECOND;
}

export const rate = (count: number, milliseconds: number): number => (count / milliseconds) * 1000;
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : whole(value)} ms`;
export const times = (value: number): string => `${value.toFixed(2)} ×`;
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
