import { connect } from 'node:net';
import { services } from '@zhibu/contracts';
import { serviceDefinitions } from '@zhibu/infra';
import { feedsOf } from '@zhibu/service-kit';
import { inZhibu, kubectl, nameOf, type Pod, podsOf, processPods } from './kubectl.ts';
import type { Trial } from './row.ts';

const processes = [...services, 'gateway'];
/** Where each listens. */
const ports: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(processes.map((name) => [name, [4000, 9464]])),
  postgres: [5432],
  kafka: [9092],
};
const ANSWERED_WITHIN_MS = 3_000;
/** Run in a pod: whether each address that it is given can be connected to. */
const PROGRAM = `
const { connect } = require('node:net');
const tried = (at) => new Promise((tell) => {
  const [host, port] = at.split(':');
  const socket = connect({ host, port: Number(port), timeout: ${ANSWERED_WITHIN_MS} });
  const end = (is) => { socket.destroy(); tell(is); };
  socket.once('connect', () => end(true)).once('timeout', () => end(false)).once('error', () => end(false));
});
Promise.all(process.argv.slice(1).map(async (at) => [at, await tried(at)])).then((all) => console.log(JSON.stringify(all)));
`;

/** Who speaks to whom by the picture of README; the stores' own namespace has no policies. */
const picture = new Set([
  'operator -> gateway:4000',
  'postgres -> kafka:9092',
  'kafka -> postgres:5432',
  ...services.map((service) => `gateway -> ${service}:4000`),
  ...serviceDefinitions.flatMap((definition) =>
    feedsOf(definition)
      .filter((service) => service !== definition.name)
      .map((service) => `${definition.name} -> ${service}:4000`),
  ),
  ...[...processes, 'operator'].map((name) => `${name} -> postgres:5432`),
  ...processes.map((name) => `${name} -> kafka:9092`),
]);

/** From one pod of each name to every other, on every port that it listens on. */
export const flows: Trial = {
  name: 'flows',
  says: 'from each pod to each other, on every port that it listens on',
  strike: async () => {
    await inZhibu('scale', 'deployment/operator', '--replicas=1');
    await inZhibu('rollout', 'status', 'deployment/operator', '--timeout=2m');
    const inZhibuOnes = [...(await processPods()), ...(await podsOf('app.kubernetes.io/name=operator'))];
    const stores = await podsOf('app.kubernetes.io/name in (postgres, kafka)', 'stores');
    const pods = [...new Map([...inZhibuOnes, ...stores].map((pod) => [nameOf(pod), pod])).values()];
    const deaf = await deafOf(pods);
    const seen = new Map<string, boolean>();
    for (const from of pods) for (const [flow, isOpen] of await flowsFrom(from, pods)) seen.set(flow, isOpen);
    await inZhibu('scale', 'deployment/operator', '--replicas=0');
    const open = [...seen.values()].filter(Boolean).length;
    return {
      figures: [`${seen.size} tried, ${open} open, ${seen.size - open} refused`],
      wrong: [
        ...deaf.map((target) => `${target} is not even open to the node`),
        ...[...seen].flatMap(([flow, isOpen]) =>
          isOpen === picture.has(flow) ? [] : [`${flow} is ${isOpen ? 'open' : 'refused'}`],
        ),
      ],
    };
  },
};

interface Target {
  readonly host: string;
  readonly port: number;
  readonly says: string;
}

const targetsOf = (pods: readonly Pod[]): readonly Target[] =>
  pods.flatMap((pod) =>
    (ports[nameOf(pod)] ?? []).map((port) => ({ host: pod.status.podIP ?? '', port, says: `${nameOf(pod)}:${port}` })),
  );

/** Nobody is refused who comes from the node: what it cannot reach either is refused by no policy. */
async function deafOf(pods: readonly Pod[]): Promise<readonly string[]> {
  const tried = await Promise.all(
    targetsOf(pods).map(async (target) => ({ ...target, isOpen: await reaches(target) })),
  );
  return tried.flatMap(({ says, isOpen }) => (isOpen ? [] : [says]));
}

function reaches({ host, port }: Target): Promise<boolean> {
  return new Promise((tell) => {
    const socket = connect({ host, port, timeout: ANSWERED_WITHIN_MS });
    const end = (is: boolean): void => {
      socket.destroy();
      tell(is);
    };
    socket
      .once('connect', () => end(true))
      .once('timeout', () => end(false))
      .once('error', () => end(false));
  });
}

async function flowsFrom(from: Pod, pods: readonly Pod[]): Promise<readonly (readonly [string, boolean])[]> {
  const targets = targetsOf(pods.filter(({ metadata }) => metadata.uid !== from.metadata.uid));
  const addresses = targets.map(({ host, port }) => `${host}:${port}`);
  const namespace = nameOf(from) in ports && !processes.includes(nameOf(from)) ? 'stores' : 'zhibu';
  const command = ['exec', from.metadata.name, '--', 'node', '-e', PROGRAM, ...addresses];
  const found = new Map(
    JSON.parse(await kubectl('-n', namespace, ...command)) as readonly (readonly [string, boolean])[],
  );
  return targets.map(({ says }, index) => [`${nameOf(from)} -> ${says}`, found.get(addresses[index] ?? '') ?? false]);
}
