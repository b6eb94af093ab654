/** `npm run k8s:trial [-- --only NAME[,NAME] --keep --kept]`: a real cluster on this machine, the platform in it, and what may happen to it. Prints a table. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, homedir, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newAuthority, newCertificate } from '@zhibu/infra';
import { repository, RunningProgram } from '../support/program.ts';
import { makeImages } from './images.ts';
import { lab, lacking, withinNamespace } from './lab.ts';
import { type Row, tableOf } from './row.ts';
import { beyond, RESTORED, trials } from './trials.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    /** The cluster stays up. */
    keep: { type: 'boolean', default: false },
    /** One that a run before kept is gone on with: nothing is made, nothing installed. */
    kept: { type: 'boolean', default: false },
  },
});
/** Outside of the repository, for it holds passwords; what a run before left in it is that run's cluster's. */
const folder = join(homedir(), '.cache', 'zhibu-k8s-trial');
const secrets = join(folder, 'secrets');
const file = join(folder, 'rows.json');
/** As an operator's commands end; the last where there is no lab. */
const exits = { passed: 0, failed: 1, notCarriedOut: 3 } as const;
const all = [...trials, RESTORED];
const known = all.map(({ name }) => name);
const unknown = values.only.split(',').filter((name) => name !== '' && !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`npm run k8s:trial [-- --only ${known.join(',')}] [--keep] [--kept]\n`);
  process.exit(2);
}

const machine = `${new Date().toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${(loadavg()[1] ?? 0).toFixed(1)}, Node ${process.version}`;
const notRun = (names: readonly { readonly name: string; readonly says: string }[], why: string): readonly Row[] =>
  names.map(({ name, says }) => ({ name, says, outcome: 'not run', figures: [why], wrong: [] }));

const lack = lacking() ?? (await unbuilt());
const rows = lack === undefined ? await onLab() : notRun(all, lack);
process.stdout.write(`\n${machine}\n\n${tableOf([...rows, ...beyond])}\n`);
const due = all.filter(({ name }) => values.only === '' || values.only.split(',').includes(name));
const isWhole = due.every((trial) => rows.some(({ name }) => name === trial.name));
const isPassed = isWhole && rows.every(({ outcome }) => outcome === 'passed');
process.exitCode = rows.every(({ outcome }) => outcome === 'not run')
  ? exits.notCarriedOut
  : isPassed
    ? exits.passed
    : exits.failed;

/** Why the lab is not there; some minutes the first time. */
async function unbuilt(): Promise<string | undefined> {
  try {
    await lab('build');
    return undefined;
  } catch (error) {
    return `the lab could not be built: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function onLab(): Promise<readonly Row[]> {
  try {
    await (values.kept ? rm(file, { force: true }) : cluster());
    await withinNamespace([process.execPath, join(import.meta.dirname, 'inside.ts')], {
      RESOLV_CONF: join(folder, 'resolv.conf'),
      NODE_EXTRA_CA_CERTS: join(secrets, 'authorities.pem'),
      TRIAL_SECRETS: secrets,
      TRIAL_PROOF: join(folder, 'proof'),
      TRIAL_ROWS: file,
      TRIAL_ONLY: values.only,
      TRIAL_KEPT: values.kept ? 'kept' : '',
    });
    return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as readonly Row[]) : [];
  } finally {
    if (!values.keep) await lab('down');
    if (!values.keep) await rm(folder, { recursive: true, force: true });
  }
}

/** A new one, with the images of this tree. */
async function cluster(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await makeSecrets();
  process.stdout.write('images …\n');
  const archives = await makeImages();
  // One that a run before left, killed or kept.
  await lab('down');
  await lab('up');
  await lab('load', ...archives);
}

/** As an operator makes them; the stores' authority is another's. */
async function makeSecrets(): Promise<void> {
  const authority = await newAuthority('the stores of the trial');
  const { certificate, key } = await newCertificate(authority, {
    name: 'stores',
    hosts: ['postgres.stores', 'kafka.stores'],
  });
  await mkdir(join(folder, 'proof'), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'proof', 'tls.crt'), certificate);
  await writeFile(join(folder, 'proof', 'tls.key'), key);
  await writeFile(join(folder, 'authority.pem'), authority.certificate);
  const program = join(repository, 'infra', 'dist', 'cli', 'kubernetes-secrets.cli.js');
  const made = await new RunningProgram(process.execPath, [
    program,
    secrets,
    '--authority',
    join(folder, 'authority.pem'),
  ]).ended;
  if (made.code !== 0) throw new Error(`the secrets were not made: ${made.stdout}${made.stderr}`);
}
