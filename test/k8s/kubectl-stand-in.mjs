/**
 * Stands in for `kubectl` where commands of pages are typed without a cluster: what is run in a pod runs here, with the environment of
 * that pod and folders of `$HOME` for its volumes; a wait for Jobs runs `provision`; all else is written down and done.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = process.env.HOME;
const secrets = join(home, 'zhibu-secrets', 'secrets');
const repository = fileURLToPath(new URL('../..', import.meta.url));
const args = process.argv.slice(2);
appendFileSync(join(home, 'told'), `${JSON.stringify(args)}\n`);

/** As a pod is told it; a Secret is read when the pod is asked, as if it had been started just now. */
function environmentOf(name) {
  const { [name]: told } = JSON.parse(readFileSync(join(home, 'pods.json'), 'utf8'));
  const filled = Object.entries(told ?? {}).map(([key, value]) => [
    key,
    here(value.replaceAll(/@@([^@]+)@@/g, valueOf)),
  ]);
  return { PATH: process.env.PATH, ...Object.fromEntries(filled) };
}

function valueOf(_, path) {
  return existsSync(join(secrets, path)) ? readFileSync(join(secrets, path), 'utf8').trim() : '';
}

function here(text) {
  return text
    .replaceAll(/(?<![\w.])\/(work|evidence)\//g, (_, volume) => `${join(home, volume)}/`)
    .replaceAll('/keys/BACKUP_KEY', join(secrets, 'operator', 'BACKUP_KEY'))
    .replaceAll('/certificates/', `${join(home, 'zhibu-secrets', 'certificates', 'gateway')}/`)
    .replaceAll('/tls.crt', '/cert.pem')
    .replaceAll('/app/', repository);
}

function ran(name, words) {
  const [program, ...rest] = words.map(here);
  const { status } = spawnSync(program === 'node' ? process.execPath : program, rest, {
    env: environmentOf(name),
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

const applied = args[0] === 'apply' && resolve(args[2]) === join(home, 'zhibu-secrets');
if (args.includes('exec')) {
  const target = args.find((word) => word.startsWith('deployment/')) ?? '';
  ran(target.replace('deployment/', ''), args.slice(args.indexOf('--') + 1));
} else if (args.includes('wait')) ran('provision', ['node', '/app/infra/docker/entry.mjs', 'provision']);
else if (args.includes('--output=json')) process.stdout.write('{"items":[]}');
else if (applied) {
  const folder = join(home, 'applied');
  mkdirSync(folder, { recursive: true });
  cpSync(join(home, 'zhibu-secrets'), join(folder, String(readdirSync(folder).length)), { recursive: true });
}
