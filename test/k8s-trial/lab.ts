import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../support/program.ts';

const program = join(repository, 'test', 'k8s-lab', 'lab');
const NEEDED = ['go', 'openssl', 'ip', 'apt-get', 'unshare', 'nsenter'];

/** Why this machine cannot run the lab, in words; undefined: it can. */
export function lacking(): string | undefined {
  if (process.platform !== 'linux') return `the lab needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'the lab needs root';
  const missing = NEEDED.filter((name) => !isThere(name));
  return missing.length > 0 ? `the lab needs ${missing.join(', ')}` : undefined;
}

function isThere(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs a command of the lab to its end, its words shown. @throws Error where it fails */
export async function lab(...args: readonly string[]): Promise<void> {
  const code = await ended(args);
  if (code !== 0) throw new Error(`lab ${args.join(' ')} ended with ${code}`);
}

/**
 * Runs a program in the lab's network, where short names are those of the namespace `zhibu`, as in one of its pods.
 * @returns its exit code
 */
export function withinNamespace(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const names =
    'sed "s/search .*/search zhibu.svc.cluster.local svc.cluster.local cluster.local/" /etc/resolv.conf > "$0"';
  const shell = `${names} && mount --bind "$0" /etc/resolv.conf && exec "$@"`;
  return ended(['exec', 'sh', '-c', shell, environment['RESOLV_CONF'] ?? '', ...command], environment);
}

function ended(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    // A group of its own: the lab's shell would end at a signal, and leave what it waits for.
    const child = spawn(program, [...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const end = (signal: NodeJS.Signals): void => void process.kill(-(child.pid ?? 0), signal);
    process.once('SIGINT', end).once('SIGTERM', end);
    child.once('close', () => process.off('SIGINT', end).off('SIGTERM', end));
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
