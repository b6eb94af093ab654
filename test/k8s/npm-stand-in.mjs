/** Stands in for `npm run NAME -- …` where commands of pages are typed: the program of that script, as it is built, without building it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const [, name, ...given] = process.argv.slice(2);
const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const [, launched, own] = /^node (?:infra\/launcher\/run\.mjs (\S+)|(\S+))$/.exec(scripts[name] ?? '') ?? [];
if (launched === undefined && own === undefined) throw new Error(`there is no script ${name}`);
const program = launched === undefined ? own : `infra/dist/cli/${launched}.cli.js`;
const { status } = spawnSync(process.execPath, [join(repository, program), ...given.filter((word) => word !== '--')], {
  stdio: 'inherit',
  env: { ...process.env, INIT_CWD: process.cwd() },
});
process.exitCode = status ?? 1;
