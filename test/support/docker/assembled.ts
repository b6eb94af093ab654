import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../program.ts';
import { attempt, type Said, shell } from './shell.ts';

/** Files that npm writes anew: a copy that shares them would change the repository's own. */
const OWN = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'LICENSE',
  'test/package.json',
  'node_modules/.package-lock.json',
];

/**
 * What `/app` of the image is, of what was built here, without an engine. Of a copy, for it is pruned: what is not the
 * image's own is linked, not copied.
 * @param copy a folder on the disk of the repository, made anew and gone then
 * @param told `VERSION` and `REVISION`, as the image is built with
 */
export async function assembled(
  target: string,
  copy: string,
  told: Readonly<Partial<Record<'VERSION' | 'REVISION', string>>> = {},
): Promise<Said> {
  await rm(copy, { recursive: true, force: true });
  await mkdir(join(copy, 'test'), { recursive: true });
  const whole = ['libs', 'services', 'gateway', 'infra', 'node_modules'].map((name) => join(repository, name));
  await shell('cp', ['-al', ...whole, copy]);
  for (const path of OWN) {
    await rm(join(copy, path), { force: true });
    if (existsSync(join(repository, path))) await cp(join(repository, path), join(copy, path));
  }
  const build = join(copy, 'infra', 'docker', 'build.mjs');
  const environment = { VERSION: undefined, REVISION: undefined, ...told };
  const said = await attempt(process.execPath, [build, 'assemble', target], { cwd: copy, environment });
  await rm(copy, { recursive: true, force: true });
  return said;
}
