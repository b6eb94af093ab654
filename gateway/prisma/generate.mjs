// Generates the Prisma client. Its engine is not needed for that, and is not downloaded: any executable stands in.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const run = spawnSync('prisma', ['generate', '--schema', fileURLToPath(new URL('schema.prisma', import.meta.url))], {
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (run.status !== 0) {
  process.stderr.write(`prisma generate: ${run.error?.message ?? ''}\n${run.stdout ?? ''}${run.stderr ?? ''}`);
  process.exit(1);
}
