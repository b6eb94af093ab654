/**
 * `npm run spec -- PATH… [--watch] [--inspect] [what Jest takes]`: runs specs from source, without a build. A spec that
 * asks for no database starts none. `--watch` runs them again at every change; `--inspect` waits on port 9229 for a
 * debugger (`--inspect=PORT` on another). Before the specs of test/, what the platform lacks is built.
 */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { environment, node24, repository } from './npm.mjs';
import { prepareBuild, prepareGenerated, prepareInstallation } from './prepare.mjs';
import { giveUp } from './say.mjs';

const given = process.argv.slice(2);
const inspect = given.find((argument) => /^--inspect(=|$)/.test(argument));
const paths = given.filter((argument) => !argument.startsWith('-'));
const others = given.filter((argument) => argument !== inspect && argument !== '--watch');
const watch = given.includes('--watch') ? ['--watchAll'] : [];

if (paths.length === 0)
  giveUp({ zh: '用法：npm run spec -- 路径… [--watch]', en: 'usage: npm run spec -- PATH… [--watch]' });

const installation = await prepareInstallation();
// What starts the platform starts it as it is built, and waits for no build.
const startsPlatform = paths.some((path) => /(^|\/)test(\/|$)/.test(path));
const isAboveServices = paths.some((path) => /(^|\/)(gateway|infra|test)(\/|$)/.test(path));
const prepared = installation.ok ? await prepare() : installation;
if (!prepared.ok) {
  process.stderr.write(prepared.output);
  giveUp({ zh: '准备失败，原因见上', en: 'The preparation failed; the reason is above' });
}

// One file needs no second process, and a debugger sees only the first.
const single = paths.length === 1 && statSync(join(repository, paths[0]), { throwIfNoEntry: false })?.isFile();
const child = spawn(
  node24(),
  [
    ...(inspect ? [inspect.replace('--inspect', '--inspect-brk')] : []),
    join(repository, 'node_modules', 'jest', 'bin', 'jest.js'),
    ...(single || inspect ? ['--runInBand'] : []),
    ...watch,
    ...others,
  ],
  {
    cwd: repository,
    stdio: 'inherit',
    env: { ...environment, NODE_OPTIONS: '--experimental-vm-modules --no-warnings', NODE_ENV: 'test' },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));

function prepare() {
  if (startsPlatform) return prepareBuild();
  return isAboveServices ? prepareGenerated() : installation;
}
