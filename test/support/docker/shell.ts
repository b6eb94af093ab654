import { spawn } from 'node:child_process';

/** What a program said and how it ended. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly output: string;
}

export interface ShellOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly withinMs?: number;
  /** A file or text that it reads. */
  readonly input?: NodeJS.ReadableStream;
}

const QUARTER_HOUR_MS = 15 * 60_000;
const CANNOT_RUN = 127;

/** Runs a program to its end and answers what it said; one that cannot be started, or is too slow, ends with a code that is not 0. */
export function attempt(
  program: string,
  args: readonly string[],
  { cwd, environment, withinMs = QUARTER_HOUR_MS, input }: ShellOptions = {},
): Promise<Said> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], {
      cwd,
      env: { ...process.env, NODE_OPTIONS: undefined, ...environment },
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', output: '' };
    const late = setTimeout(() => {
      said.output += `\n${program} took longer than ${withinMs} ms and was ended`;
      child.kill('SIGKILL');
    }, withinMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString();
      said.output += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      said.output += chunk.toString();
    });
    if (input && child.stdin) input.pipe(child.stdin).on('error', () => undefined);
    child.once('error', (error) => {
      clearTimeout(late);
      resolve({ code: CANNOT_RUN, stdout: '', output: error.message });
    });
    child.once('close', (code) => {
      clearTimeout(late);
      resolve({ code: code ?? CANNOT_RUN, ...said });
    });
  });
}

/** Runs a program to its end and answers what it wrote. @throws Error with its output when it ends otherwise than well */
export async function shell(program: string, args: readonly string[], options: ShellOptions = {}): Promise<string> {
  const { code, stdout, output } = await attempt(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output.slice(-6_000)}`);
  return stdout.trim();
}
