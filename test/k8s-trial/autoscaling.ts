import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { crowd, type Question } from '../bench/asking.ts';
import { percentile } from '../bench/measure.ts';
import { repository } from '../support/program.ts';
import { applied, inZhibu, podsOf, isReady, until } from './kubectl.ts';
import type { Trial } from './row.ts';
import { GATEWAY, shown } from './scene.ts';
import { questions, reasonsOf } from './tried.ts';

const file = join(repository, 'k8s', 'components', 'gateway-autoscaling', 'autoscaler.yaml');
/** A hundred and fifty thousandths of a core: two that stores, services and whoever asks share do not let a gateway reach 600m. */
const TARGET = '150m';
const CLIENTS = 12;
const A_SECOND = 4;
const WITHIN_SECONDS = 300;

/** `components/gateway-autoscaling`, with a target that this machine can reach. */
export const autoscaler: Trial = {
  name: 'autoscaler',
  says: `the autoscaler adds a gateway under queries, at ${TARGET} of a core each`,
  strike: async ({ secrets, chance }) => {
    const manifest = parse(readFileSync(file, 'utf8')) as {
      metadata: object;
      spec: { metrics: { resource: { target: object } }[] };
    };
    for (const { resource } of manifest.spec.metrics) resource.target = { type: 'AverageValue', averageValue: TARGET };
    await applied(stringify({ ...manifest, metadata: { name: 'gateway', namespace: 'zhibu' } }));
    const over = Promise.withResolvers<void>();
    const question = (): Question => ({ ...chance.of(questions), headers: shown(secrets) });
    const asking = crowd({ url: GATEWAY, clients: CLIENTS, aSecond: A_SECOND, question }, over.promise);
    try {
      const seconds = await until(
        'a third gateway is ready',
        WITHIN_SECONDS,
        async () => (await podsOf('app.kubernetes.io/name=gateway')).filter((pod) => isReady(pod)).length > 2,
      );
      over.resolve();
      const { spent, failures } = await asking;
      return {
        figures: [
          `a third gateway ready after ${seconds.toFixed(0)} s`,
          `${CLIENTS * A_SECOND} queries a second beside, p99 ${percentile(spent, 99).toFixed(0)} ms`,
        ],
        wrong: failures.length === 0 ? [] : [`${failures.length} of them failed: ${reasonsOf(failures)}`],
      };
    } finally {
      over.resolve();
      await inZhibu('delete', 'hpa', 'gateway');
      await inZhibu('scale', 'deployment/gateway', '--replicas=2');
      await inZhibu('rollout', 'status', 'deployment/gateway', '--timeout=3m');
    }
  },
};
