import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@zhibu/kernel';
import { goProgram } from '@zhibu/kernel/testing';
import type { S3Access } from '../evidence/content/s3-signature.adapter.ts';

const READY_WITHIN_MS = 30_000;

/** A real server that speaks S3, with an empty bucket. */
export interface S3Server {
  readonly access: S3Access;
  /** What lies in the bucket; undefined: this server does not show it. */
  readonly objects?: string;
  readonly stop: () => Promise<void>;
}

/** The bucket that `S3_URL`, `S3_BUCKET`, `S3_KEY_ID` and `S3_SECRET` name; undefined: none is named. */
export function namedS3(): S3Server | undefined {
  const { S3_URL: url, S3_BUCKET: bucket = 'evidence', S3_KEY_ID: keyId = '', S3_SECRET: secret = '' } = process.env;
  if (!url) return undefined;
  return {
    access: { url, bucket, keyId, secret, region: process.env['S3_REGION'] ?? 'us-east-1' },
    stop: async () => undefined,
  };
}

/** Where Versity's gateway lies; undefined where it cannot be built. */
export const versityProgram = (): Promise<string | undefined> =>
  goProgram({ name: 'versitygw', path: 'github.com/versity/versitygw/cmd/versitygw', version: 'v1.8.0' });

/** Starts one over a folder of its own. @throws Error with what it said, where it does not become ready */
export async function startVersity(program: string): Promise<S3Server> {
  const root = await mkdtemp(join(tmpdir(), 'zhibu-s3-'));
  const objects = join(root, 'evidence');
  await mkdir(objects);
  const port = await freePort();
  const access = {
    url: `http://127.0.0.1:${port}`,
    bucket: 'evidence',
    region: 'us-east-1',
    keyId: 'a-key',
    secret: 'a-secret-of-the-test',
  };
  const env = { ...process.env, ROOT_ACCESS_KEY: access.keyId, ROOT_SECRET_KEY: access.secret };
  const child = spawn(program, ['--port', `127.0.0.1:${port}`, 'posix', root], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await rm(root, { recursive: true, force: true });
  };
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; await pause(100)) {
    // Whoever shows no key is refused: that is an answer.
    if (await fetch(access.url).catch(() => undefined)) return { access, objects, stop };
    if (child.exitCode !== null) break;
  }
  await stop();
  throw new Error(`versitygw is not ready: ${said.slice(-2_000)}`);
}
