import type { Wording } from '@zhibu/contracts';
import { errorCode } from './error-code.ts';
import { faults } from './vocabulary.ts';

/** How a platform's program ends: in order, for what must be mended, or since what it leans on is not there. */
export const launchExits = { done: 0, fault: 1, notCarriedOut: 3 } as const;

/** Why the platform cannot start, in one sentence that says what to do. */
export class LaunchFault extends Error {
  override readonly name = 'LaunchFault';
  readonly wording: Wording;
  readonly exit: number;

  constructor(wording: Wording, exit: number = launchExits.fault) {
    super(wording.en);
    this.wording = wording;
    this.exit = exit;
  }
}

/** The sentence for an error of disk, folder, port or schema; undefined for one that nobody foresaw. */
export function launchFaultOf(error: unknown, folder: string): LaunchFault | undefined {
  if (error instanceof LaunchFault) return error;
  if (error instanceof Error && MISFITS.has(error.name)) return new LaunchFault(faults.schemaMismatch(error.message));
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === '53100') return new LaunchFault(faults.diskFull(folder));
  if (code === 'EADDRINUSE') return new LaunchFault(faults.portBusy(portOf(error)));
  if (UNUSABLE.has(code)) return new LaunchFault(faults.folderUnusable(folder, code));
  return undefined;
}

/** What PostgreSQL said on its way out, as a sentence where the cause is known. */
export function postgresFault(output: string, folder: string): LaunchFault {
  if (/no space left on device|disk full/i.test(output)) return new LaunchFault(faults.diskFull(folder));
  if (/permission denied|read-only file system/i.test(output))
    return new LaunchFault(faults.folderUnusable(folder, 'EACCES'));
  return new LaunchFault(faults.postgresFailed(lastLine(output)));
}

const MISFITS = new Set(['MigrationMismatch', 'SchemaTooNew']);
const UNUSABLE = new Set([
  'EACCES',
  'ENOENT',
  'EEXIST',
  'EINVAL',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EISDIR',
  'ENAMETOOLONG',
  'ELOOP',
]);

function portOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'port' in error ? String(error.port) : '';
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /fatal|error|panic/i.test(line)) ?? lines.at(-1) ?? '';
}
