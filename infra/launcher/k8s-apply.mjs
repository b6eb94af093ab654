/**
 * `npm run k8s:apply -- OVERLAY [what kubectl takes]`: installs or upgrades an overlay, by its folder or by its name in
 * `k8s/overlays`. Everything but the processes first, then what prepares them (schemas, topics) to its end, then they, one
 * pod after the other. A step that fails ends it: the old pods go on, and the same command goes on where it was.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { repository } from './npm.mjs';
import { giveUp } from './say.mjs';

const PREPARED_WITHIN = '30m';
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
for (const step of [
  // A Job that has ended cannot be changed, and is done again.
  ['delete', ...jobs, '--ignore-not-found', '--wait'],
  ['apply', '-k', folder, `--selector=${component}!=process`],
  ['wait', ...jobs, '--for=condition=complete', `--timeout=${PREPARED_WITHIN}`],
  ['apply', '-k', folder],
  [
    'rollout',
    'status',
    'deployment',
    '--namespace=zhibu',
    `--selector=${component}=process`,
    `--timeout=${ROLLED_OUT_WITHIN}`,
  ],
]) {
  const { status, error } = spawnSync('kubectl', [...step, ...options], { stdio: 'inherit' });
  if (status !== 0)
    giveUp({
      zh: `没有完成：kubectl ${step.join(' ')}${error ? `（系统信息：${error.message}）` : ''}；原有副本继续运行，改正后重复同一命令`,
      en: `not done: kubectl ${step.join(' ')}${error ? ` (the system says: ${error.message})` : ''}; what ran before goes on: mend it, and repeat the same command`,
    });
}
