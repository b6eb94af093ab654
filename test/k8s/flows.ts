import type { Container, Labels, Manifest, Peer, PolicySpec, Port, Selector } from './manifest.ts';
import { ofKind, selects, type Workload, workloadsOf } from './overlay.ts';

type Direction = 'Ingress' | 'Egress';
interface Rule {
  readonly peers: readonly Peer[];
  readonly ports: readonly Port[];
}

/**
 * Who may speak to whom by the policies of an overlay, as `from -> to:port`, sorted: between pods only what both ends allow,
 * and what comes in or goes out as it is named. A pod that no policy holds in a direction may do everything, and is told as such.
 */
export function flowsOf(manifests: readonly Manifest[]): readonly string[] {
  const workloads = [...workloadsOf(manifests), ...madeByOperators(manifests)];
  const policies = ofKind(manifests, 'NetworkPolicy').map(({ spec }) => spec ?? {});
  const lines = workloads.flatMap((workload) => [
    ...sent(workload, workloads, policies),
    ...received(workload, workloads, policies),
  ]);
  return [...new Set(lines)].sort();
}

/** The pods that operators make of the custom kinds of an overlay, as they name, label and reach them. */
function madeByOperators(manifests: readonly Manifest[]): readonly Workload[] {
  const clusters = ofKind(manifests, 'Cluster').map((manifest) =>
    madeFrom(manifest, manifest.metadata.name, { 'cnpg.io/cluster': manifest.metadata.name }),
  );
  const brokers = ofKind(manifests, 'Kafka').flatMap((manifest) => {
    const { name } = manifest.metadata;
    return ['kafka', 'entity-operator'].map((part) =>
      madeFrom(manifest, `${name}-${part}`, {
        'strimzi.io/cluster': name,
        'strimzi.io/kind': 'Kafka',
        'strimzi.io/name': `${name}-${part}`,
      }),
    );
  });
  return [...clusters, ...brokers];
}

const madeFrom = (manifest: Manifest, name: string, labels: Labels): Workload => ({
  manifest: { ...manifest, metadata: { ...manifest.metadata, name } },
  labels,
  pod: { containers: [] },
  containers: [],
  stays: true,
});

function sent(from: Workload, workloads: readonly Workload[], policies: readonly PolicySpec[]): readonly string[] {
  const rules = rulesOf(policies, from.labels, 'Egress');
  if (!rules) return [`${nameOf(from)} -> everybody`];
  return rules.flatMap(({ peers, ports }) =>
    peers.flatMap((peer) => {
      const within = insiders(peer, workloads);
      const outside = within.length > 0 ? [] : ports.map((port) => `${nameOf(from)} -> ${wordsOf(peer)}:${port.port}`);
      return [...outside, ...within.flatMap((to) => ports.flatMap((port) => between(from, to, port, policies)))];
    }),
  );
}

/** What comes from outside; what comes from within is told by who sends it. */
function received(to: Workload, workloads: readonly Workload[], policies: readonly PolicySpec[]): readonly string[] {
  const rules = rulesOf(policies, to.labels, 'Ingress');
  if (!rules) return [`everybody -> ${nameOf(to)}`];
  return rules.flatMap(({ peers, ports }) =>
    peers
      .filter((peer) => insiders(peer, workloads).length === 0)
      .flatMap((peer) => ports.map((port) => `${wordsOf(peer)} -> ${nameOf(to)}:${numberOf(port, to)}`)),
  );
}

function between(from: Workload, to: Workload, port: Port, policies: readonly PolicySpec[]): readonly string[] {
  const takes = rulesOf(policies, to.labels, 'Ingress');
  const isTaken =
    !takes ||
    takes.some(
      ({ peers, ports }) =>
        ports.some((one) => numberOf(one, to) === numberOf(port, to)) &&
        peers.some((peer) => isInsider(peer) && selects(peer.podSelector ?? {}, from.labels)),
    );
  return isTaken ? [`${nameOf(from)} -> ${nameOf(to)}:${numberOf(port, to)}`] : [];
}

/** The rules that hold a pod in a direction; undefined: none does. */
function rulesOf(policies: readonly PolicySpec[], labels: Labels, direction: Direction): readonly Rule[] | undefined {
  const holding = policies.filter(
    ({ podSelector = {}, policyTypes = [] }) => policyTypes.includes(direction) && selects(podSelector, labels),
  );
  if (holding.length === 0) return undefined;
  return holding.flatMap(({ ingress = [], egress = [] }) =>
    direction === 'Ingress'
      ? ingress.map(({ from = [{}], ports = [{ port: 'any' }] }) => ({ peers: from, ports }))
      : egress.map(({ to = [{}], ports = [{ port: 'any' }] }) => ({ peers: to, ports })),
  );
}

const isInsider = ({ namespaceSelector, ipBlock }: Peer): boolean => !namespaceSelector && !ipBlock;

const insiders = (peer: Peer, workloads: readonly Workload[]): readonly Workload[] =>
  isInsider(peer) ? workloads.filter(({ labels }) => selects(peer.podSelector ?? {}, labels)) : [];

const nameOf = ({ manifest }: Workload): string => manifest.metadata.name;

function numberOf({ port }: Port, to: Workload): number | string {
  const ports = to.pod.containers.flatMap((container: Container) => container.ports ?? []);
  return ports.find(({ name }) => name === port)?.containerPort ?? port ?? 'any';
}

function wordsOf({ ipBlock, namespaceSelector, podSelector }: Peer): string {
  if (ipBlock) return ipBlock.cidr;
  const words = [namespaceSelector, podSelector].flatMap((selector) => (selector ? valuesOf(selector) : []));
  return words.join('/') || 'everybody';
}

const valuesOf = ({ matchLabels = {} }: Selector): readonly string[] => Object.values(matchLabels);
