import { drain } from './drains.ts';
import { autoscaler } from './autoscaling.ts';
import { flows } from './flows.ts';
import { brokerAway, databaseRestart, podKills } from './kills.ts';
import { migration } from './migrations.ts';
import { rotation } from './rotation.ts';
import { crashLoop, outOfMemory, rollingUpgrade } from './rollouts.ts';
import { busy } from './usage.ts';
import type { Row, Trial } from './row.ts';
import { runbooks } from './runbooks.ts';

/** The table's rows under load, in their order. */
export const trials: readonly Trial[] = [
  rollingUpgrade,
  crashLoop,
  podKills,
  runbooks,
  databaseRestart,
  brokerAway,
  drain,
  flows,
  outOfMemory,
  rotation,
  autoscaler,
  busy,
  migration,
];

/** The row after all others, for it begins by losing everything. */
export const RESTORED = {
  name: 'restored',
  says: 'a backup taken out, both namespaces deleted, restored into new ones',
} as const;

/** What the trial cannot try, and why. */
export const beyond: readonly Row[] = [
  { name: 'node', says: 'a node that goes', why: 'the lab has one' },
  { name: 'entrance', says: 'Ingress and Gateway API', why: 'the lab has no controller; by schema alone' },
  {
    name: 'operators',
    says: 'CloudNativePG, Strimzi, the Prometheus Operator',
    why: 'their images come from no package registry; by schema alone',
  },
  {
    name: 'away',
    says: 'nightly backups to a bucket',
    why: 'the image of rclone comes from no package registry; `backup` itself runs',
  },
].map(({ why, ...row }) => ({ ...row, outcome: 'not run', figures: [why], wrong: [] }));
