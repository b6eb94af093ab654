import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BUILT_WITHIN_MS = 400_000;
const run = promisify(execFile);

/** A program written in Go, pinned. */
export interface GoProgram {
  readonly name: string;
  /** The import path of its main package. */
  readonly path: string;
  readonly version: string;
}

/** Where a program lies, built once a machine from the module proxy of Go; undefined where there is no Go, or nothing can be fetched. */
export async function goProgram({ name, path, version }: GoProgram): Promise<string | undefined> {
  const folder = join(tmpdir(), `zhibu-${name}-${version}`);
  const program = join(folder, name);
  if (existsSync(program)) return program;
  const part = `${folder}.${process.pid}`;
  try {
    await mkdir(part, { recursive: true });
    await run('go', ['install', `${path}@${version}`], {
      env: { ...process.env, GOBIN: part },
      timeout: BUILT_WITHIN_MS,
    });
    await rename(part, folder);
    return program;
  } catch {
    return existsSync(program) ? program : undefined;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}
