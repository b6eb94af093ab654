import { verbOf } from './kubectl-law.ts';
import type { Typed } from './runbook-pages.ts';

/** Who runs a command for real: a row of the trial in a cluster, or a spec; one that types pages as they stand names those. */
export interface Runner {
  readonly by: { readonly trial: string } | { readonly spec: string } | { readonly typedBy: string };
  readonly commands: readonly string[];
}

const PROCESSES = '-l app.kubernetes.io/component=process';
const PREPARATION = '-l app.kubernetes.io/component=preparation';
const SIGNED = '--key ~/zhibu-secrets/secrets/operator/SIGNING_KEY';

/** What only looks, and is told of a cluster: one row runs all of it, as it stands on the pages. */
export const isLook = ({ words }: Pick<Typed, 'words'>): boolean =>
  words[0] === 'kubectl' &&
  (['get', 'logs', 'describe', 'top', 'rollout status', 'rollout history'].includes(verbOf(words)) ||
    words.join(' ').startsWith('kubectl -n zhibu exec deployment/gateway -- node -p') ||
    words.join(' ').startsWith('kubectl -n zhibu exec deployment/$1 -- node -e'));

/** Each command of the pages that does something, by its key, under who runs it. */
export const register: readonly Runner[] = [
  {
    by: { trial: 'runbooks' },
    commands: [
      'kubectl -n zhibu create job --from=cronjob/verify-log verify-log-now',
      'kubectl -n zhibu create job --from=cronjob/backup backup-now',
      `kubectl -n zhibu rollout restart deployment ${PROCESSES}`,
      `kubectl -n zhibu scale deployment ${PROCESSES} --replicas=0`,
      'kubectl -n zhibu scale deployment/gateway --replicas=3',
      'kubectl -n zhibu rollout restart deployment operator',
    ],
  },
  {
    by: { trial: 'restored' },
    commands: [
      'kubectl apply -k ~/zhibu-secrets',
      'kubectl apply -k OVERLAY -l app.kubernetes.io/component!=process',
      `kubectl -n zhibu wait job ${PREPARATION} --for=condition=complete --timeout=30m`,
      'kubectl -n zhibu scale deployment operator --replicas=1',
      'kubectl -n zhibu scale deployment operator --replicas=0',
      'kubectl -n zhibu exec -i deployment/operator -- node /app/infra/docker/entry.mjs $@',
      'kubectl -n zhibu exec -i deployment/operator -- node -e …',
      'kubectl -n zhibu exec deployment/operator -- node -e …',
    ],
  },
  { by: { trial: 'migration' }, commands: [`kubectl -n zhibu rollout undo deployment ${PROCESSES}`] },
  { by: { trial: 'out-of-memory' }, commands: ['kubectl -n zhibu rollout undo deployment/gateway'] },
  { by: { trial: 'rotation' }, commands: ['kubectl -n zhibu rollout restart deployment/assessment'] },
  {
    by: { trial: 'drain' },
    commands: ['kubectl drain NODE --ignore-daemonsets --delete-emptydir-data --timeout=10m', 'kubectl uncordon NODE'],
  },
  { by: { trial: 'rolling-upgrade' }, commands: ['npm run k8s:apply -- OVERLAY'] },
  {
    by: { spec: 'test/launcher/k8s-apply.spec.ts' },
    commands: [`kubectl -n zhibu delete job ${PREPARATION} --ignore-not-found`],
  },
  {
    by: { spec: 'infra/src/kubernetes/secrets.spec.ts' },
    commands: ['npm run k8s:secrets -- ~/zhibu-secrets --hosts zhibu.example.gov.cn'],
  },
  {
    by: { spec: 'test/k8s-trial/scene.ts' },
    commands: ['npm run import -- --server https://zhibu.example.gov.cn --edition FILE --period YYYY FOLDER'],
  },
  {
    by: { typedBy: 'test/k8s/rotating.spec.ts' },
    commands: [
      'npm run k8s:secrets -- ~/zhibu-next',
      'npm run k8s:secrets -- ~/zhibu-secrets',
      'npm run k8s:secrets -- ~/zhibu-secrets --authority ~/zhibu-next/certificates/authority/cert.pem',
      'npm run k8s:secrets -- ~/zhibu-secrets --authority ~/zhibu-secrets/certificates/authority/cert.pem',
    ],
  },
  {
    by: { typedBy: 'test/k8s/typed-pages.spec.ts' },
    commands: [
      'zhibu access-log export /work/hold-accesses.jsonl --organization CODE',
      'zhibu access-log find --person PERSON',
      'zhibu access-log verify',
      'zhibu accounts disable LOGIN',
      'zhibu accounts link',
      'zhibu accounts list',
      'zhibu backup /work/hold.backup',
      'zhibu people forget PERSON',
      'zhibu people keys-backup /work/people.keys',
      'zhibu people keys-rotate',
      'zhibu rebuild all',
      'zhibu rebuild all --give-up-back',
      'zhibu rebuild all --switch-back',
      'zhibu renew-generation',
      'zhibu verify-log',
      'zhibu verify-log --write-head /work/hold-heads.json',
    ],
  },
  {
    by: { typedBy: 'test/k8s/move-to-distributed.spec.ts' },
    commands: [
      `npm run access-log -- export accesses.jsonl ${SIGNED} --data .data`,
      `npm run backup -- zhibu.backup ${SIGNED} --data .data`,
      'npm run parked -- list --data .data',
      'npm run people -- keys-backup people.keys --data .data',
      'npm run verify-log -- --data .data',
      `npm run verify-log -- --write-head heads.json ${SIGNED} --data .data`,
      'kubectl -n zhibu exec -i deployment/assessment -- node -e …',
      'zhibu restore /work/zhibu.backup',
      'zhibu people keys-restore /work/people.keys',
      'zhibu verify-log --head /work/heads.json',
      'zhibu audit --all --under CODE',
    ],
  },
  {
    by: { spec: 'test/docker/operator-commands.conformance.ts' },
    commands: [
      'zhibu document unit-summary --under CODE --period YYYY --out /work/unit-summary.xlsx',
      'zhibu parked list',
      'zhibu parked retry STREAM',
      'zhibu refill all',
    ],
  },
  {
    by: { spec: 'test/journeys/stop-a-corrupt-stream-and-not-the-platform.spec.ts' },
    commands: ['zhibu parked discard STREAM --reason TEXT --actor NAME'],
  },
  { by: { spec: 'infra/src/parked/parked.spec.ts' }, commands: ['zhibu parked show STREAM'] },
  {
    by: { spec: 'test/journeys/replay-and-tamper.spec.ts' },
    commands: ['zhibu rebuild all --accept-difference', 'zhibu audit --branch CODE --scheme classification'],
  },
  {
    by: { spec: 'test/journeys/back-up-lose-the-folder-restore.spec.ts' },
    commands: ['zhibu restore /work/zhibu.backup --key /work/operator.key'],
  },
];
