/**
 * `node infra/docker/entry.mjs <name> [arguments]`: becomes one of the five processes, or runs a command. The program runs
 * in this very process, which is the first of its container, so signals reach it and its exit code is the container's.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const processes = Object.fromEntries([
  ...readdirSync(folder('services')).map((name) => [name, folder(`services/${name}/dist/main.js`)]),
  ['gateway', folder('gateway/dist/main.js')],
]);
const commands = Object.fromEntries(
  readdirSync(folder('infra/dist/cli'))
    .filter((name) => name.endsWith('.cli.js'))
    .map((name) => [name.replace(/\.cli\.js$/, ''), folder(`infra/dist/cli/${name}`)]),
);
const programs = {
  ...commands,
  ...processes,
  healthy: folder('infra/docker/healthy.mjs'),
  secrets: folder('infra/docker/secrets.mjs'),
};

const [name = '', ...args] = process.argv.slice(2);
const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
if (program === undefined || !existsSync(program)) {
  process.stderr.write(
    `没有这个程序：${name || '（未指定）'} | no such program: ${name || '(none named)'}\n` +
      `进程 processes: ${Object.keys(processes).join(', ')}\n命令 commands: ${Object.keys(commands).join(', ')}\n`,
  );
  process.exitCode = 64;
} else {
  // The program reads its arguments as if it had been started itself.
  process.argv = [process.argv[0], program, ...args];
  await import(program);
}
