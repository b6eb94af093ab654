import { attempted, isReady, kubectl, nameOf, processPods, until } from './kubectl.ts';
import type { Trial } from './row.ts';

const NODE = 'lab';
const READY_WITHIN_SECONDS = 300;

/** The only node is to be emptied: each budget lets one of two go, and holds the other. */
export const drain: Trial = {
  name: 'drain',
  says: '`kubectl drain` of the only node, then `uncordon`',
  strike: async () => {
    const drained = await attempted(
      'drain',
      NODE,
      '--pod-selector=app.kubernetes.io/component=process',
      '--delete-emptydir-data',
      '--ignore-daemonsets',
      '--timeout=45s',
    );
    const ready = (await processPods()).filter((pod) => isReady(pod));
    const standing = new Set(ready.map(nameOf));
    const held = drained.said.match(/violate the pod's disruption budget/g)?.length ?? 0;
    await kubectl('uncordon', NODE);
    const seconds = await until(
      'ten pods are ready',
      READY_WITHIN_SECONDS,
      async () => (await processPods()).filter((pod) => isReady(pod)).length === 10,
    );
    return {
      figures: [
        `${ready.length} pods of ${standing.size} processes stood, ${held} evictions refused`,
        `ten again ${seconds.toFixed(0)} s after \`uncordon\``,
      ],
      wrong: [
        ...(drained.done ? ['the node was emptied'] : []),
        ...(standing.size === 5 ? [] : [`only ${[...standing].join(', ')} stood`]),
        ...(held > 0 ? [] : ['no eviction was refused by a budget']),
      ],
    };
  },
};
