/**
 * `npm run k8s:apply -- OVERLAY [what kubectl takes]`: installs or upgrades an overlay, by its folder or by its name in
 * `k8s/overlays`. Everything but the processes first, then what prepares them (schemas, topics) to its end, then they, one
 * pod after the other. A step that fails ends it: the old pods go on, and the same command goes on where it was.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { repository } from './npm.mjs';
import { giveUp } from './say.mjs';

/** More than a Job may take by itself (k8s/base/jobs/job.yaml): it says why it ended before nobody waits any more. */
const PREPARED_WITHIN_MIN = 30;
const LOOKS_EVERY_MS = 2_000;
const ROLLED_OUT_WITHIN = '20m';
const component = 'app.kubernetes.io/component';

const [given = '', ...options] = process.argv.slice(2);
// A folder is meant from where the person stands, which npm hides by changing to the repository.
const folder = [resolve(process.env.INIT_CWD ?? '.', given), join(repository, 'k8s', 'overlays', given)].find((path) =>
  existsSync(join(path, 'kustomization.yaml')),
);
if (given === '' || folder === undefined)
  giveUp({
    zh: `用法：npm run k8s:apply -- 叠加层（k8s/overlays下的名称或文件夹）[kubectl 的选项]${given && `；没有 ${given}`}`,
    en: `usage: npm run k8s:apply -- OVERLAY (a name in k8s/overlays, or a folder) [options of kubectl]${given && `; there is no ${given}`}`,
  });

const jobs = ['job', '--namespace=zhibu', `--selector=${component}=preparation`];
// A Job that has ended cannot be changed, and is done again.
run('delete', ...jobs, '--ignore-not-found', '--wait');
run('apply', '-k', folder, `--selector=${component}!=process`);
await prepared();
run('apply', '-k', folder);
run(
  'rollout',
  'status',
  'deployment',
  '--namespace=zhibu',
  `--selector=${component}=process`,
  `--timeout=${ROLLED_OUT_WITHIN}`,
);

/** Returns once every Job of the preparation has worked; ends with what it said last as soon as one has not. */
async function prepared() {
  const until = Date.now() + PREPARED_WITHIN_MIN * 60_000;
  for (;;) {
    const { items } = JSON.parse(ask('get', ...jobs, '--output=json'));
    const failed = items.find((job) => has(job, 'Failed'));
    const open = items.find((job) => !has(job, 'Complete'));
    if (!open) return;
    if (failed || Date.now() > until) giveUpAt((failed ?? open).metadata.name);
    await wait(LOOKS_EVERY_MS);
  }
}

function has({ status }, type) {
  return (status?.conditions ?? []).some((one) => one.type === type && one.status === 'True');
}

function giveUpAt(job) {
  const selector = `--selector=batch.kubernetes.io/job-name=${job}`;
  spawnSync('kubectl', ['logs', '--namespace=zhibu', selector, '--prefix', '--tail=10', ...options], {
    stdio: 'inherit',
  });
  notDone(job);
}

function run(...step) {
  const { status, error } = spawnSync('kubectl', [...step, ...options], { stdio: 'inherit' });
  if (status !== 0) notDone(`kubectl ${step.join(' ')}`, error);
}

function ask(...step) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  const { status, error, stdout } = spawnSync('kubectl', [...step, ...options], { stdio, encoding: 'utf8' });
  if (status !== 0) notDone(`kubectl ${step.join(' ')}`, error);
  return stdout;
}

function notDone(what, error) {
  giveUp({
    zh: `没有完成：${what}${error ? `（系统信息：${error.message}）` : ''}；原有副本继续运行，改正后重复同一命令`,
    en: `not done: ${what}${error ? ` (the system says: ${error.message})` : ''}; what ran before goes on: mend it, and repeat the same command`,
  });
}
