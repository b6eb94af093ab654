import type { Wording } from '@zhibu/contracts';

/** A sentence as a terminal shows it: Chinese first, English below. */
export const inBoth = ({ zh, en }: Wording, indent = ''): string => `${indent}${zh}\n${indent}${en}`;

/** Where a command line program speaks. */
export interface Terminal {
  readonly say: (line: string) => void;
  /** What went wrong, and what to do. */
  readonly complain: (line: string) => void;
  /** How far something is: redrawn in place on a terminal, a line now and then where the output is kept. */
  readonly progress: (what: string, done: number, total: number) => void;
}

const REDRAWN_EVERY_MS = 100;
const LINES_A_STAGE = 4;

/** The process's own terminal. */
export function processTerminal(
  out: NodeJS.WriteStream = process.stdout,
  err: NodeJS.WriteStream = process.stderr,
): Terminal {
  let drawn = 0;
  const cleared = (): void => {
    if (drawn > 0) out.write('\r\u001b[2K');
    drawn = 0;
  };
  const redraw = (text: string, goesOn: boolean): void => {
    if (goesOn && Date.now() - drawn < REDRAWN_EVERY_MS) return;
    cleared();
    out.write(goesOn ? text : `${text}\n`);
    drawn = goesOn ? Date.now() : 0;
  };
  const steps = new Map<string, number>();
  const writeSometimes = (what: string, done: number, total: number): void => {
    const step = Math.floor((done / Math.max(total, 1)) * LINES_A_STAGE);
    if (step === 0 || step === steps.get(what)) return;
    steps.set(what, step);
    out.write(`${what} ${done}/${total}\n`);
  };
  return {
    say: (line) => {
      cleared();
      out.write(`${line}\n`);
    },
    complain: (line) => {
      cleared();
      err.write(`${line}\n`);
    },
    progress: (what, done, total) =>
      out.isTTY ? redraw(`${what} ${done}/${total}`, done < total) : writeSometimes(what, done, total),
  };
}
