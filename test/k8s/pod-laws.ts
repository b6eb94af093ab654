import type { Container, Manifest } from './manifest.ts';
import { nameOf, ofKind, selects, type Workload, workloadsOf } from './overlay.ts';

/** A law over what an overlay gives a cluster: answers a sentence for each breach. */
export type Law = (manifests: readonly Manifest[]) => readonly string[];

/** A process ends within ten seconds of SIGTERM. */
const ENDS_WITHIN_S = 10;

/** A breach: what is said of whoever commits it, and how it is known. */
type Breach<Of> = readonly [says: string, is: (of: Of, manifests: readonly Manifest[]) => boolean];

const ofWorkloads =
  (...breaches: readonly Breach<Workload>[]): Law =>
  (manifests) =>
    workloadsOf(manifests).flatMap((workload) =>
      breaches.filter(([, is]) => is(workload, manifests)).map(([says]) => `${nameOf(workload.manifest)} ${says}`),
    );

const ofContainers = (...breaches: readonly Breach<Container>[]): Law =>
  ofWorkloads(
    ...breaches.map(([says, is]): Breach<Workload> => [
      says,
      ({ containers }, manifests) => containers.some((one) => is(one, manifests)),
    ]),
  );

const all =
  (...laws: readonly Law[]): Law =>
  (manifests) =>
    laws.flatMap((law) => law(manifests));

/** Pod Security `restricted`, and a root that nobody writes. */
export const restricted: Law = all(
  ofWorkloads(
    ['may run as root', ({ pod }) => pod.securityContext?.runAsNonRoot !== true],
    ['has no seccomp profile', ({ pod }) => pod.securityContext?.seccompProfile?.type !== 'RuntimeDefault'],
    ['is in the network of its node', ({ pod }) => pod.hostNetwork === true],
    ['mounts a folder of its node', ({ pod }) => (pod.volumes ?? []).some(({ hostPath }) => hostPath !== undefined)],
  ),
  ofContainers(
    ['may gain privileges', ({ securityContext: context }) => context?.allowPrivilegeEscalation !== false],
    ['may write its root', ({ securityContext: context }) => context?.readOnlyRootFilesystem !== true],
    ['keeps capabilities', ({ securityContext: context }) => context?.capabilities?.drop?.join() !== 'ALL'],
    ['is given capabilities', ({ securityContext: context }) => context?.capabilities?.add !== undefined],
  ),
);

/** Nobody is given a token of the cluster. */
export const withoutToken: Law = all(
  ofWorkloads(
    ['is given a token of the cluster', ({ pod }) => pod.automountServiceAccountToken !== false],
    ['is told of every Service by its environment', ({ pod }) => pod.enableServiceLinks !== false],
    ['has no ServiceAccount of its own', ({ pod, manifest }) => pod.serviceAccountName !== manifest.metadata.name],
  ),
  (manifests) =>
    ofKind(manifests, 'ServiceAccount')
      .filter(({ automountServiceAccountToken }) => automountServiceAccountToken !== false)
      .map((manifest) => `${nameOf(manifest)} gives a token to its pods`),
);

const lacksProbe =
  (name: 'startupProbe' | 'livenessProbe' | 'readinessProbe') =>
  ({ pod, stays }: Workload): boolean =>
    stays && pod.containers.some((container) => !container[name]);

/** What stays is asked at its start, whether it lives, and whether it is ready; whether it lives asks nobody else. */
export const probed: Law = ofWorkloads(
  ['has no startup probe', lacksProbe('startupProbe')],
  ['has no liveness probe', lacksProbe('livenessProbe')],
  ['has no readiness probe', lacksProbe('readinessProbe')],
  [
    'is killed for what it leans on',
    ({ pod }) => pod.containers.some(({ livenessProbe }) => livenessProbe?.httpGet?.path === '/health/ready'),
  ],
);

const autoscalerOf = ({ manifest }: Workload, manifests: readonly Manifest[]): Manifest | undefined =>
  ofKind(manifests, 'HorizontalPodAutoscaler').find(
    ({ spec }) => spec?.scaleTargetRef?.name === manifest.metadata.name,
  );

const isRolledOut = ({ manifest, stays }: Workload): boolean => stays && manifest.kind === 'Deployment';

const sleepsBeforeItEnds = ({ pod }: Workload): number =>
  Math.max(0, ...pod.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0));

function leastReplicas(workload: Workload, manifests: readonly Manifest[]): number {
  const autoscaler = autoscalerOf(workload, manifests);
  return (autoscaler ? autoscaler.spec?.minReplicas : workload.manifest.spec?.replicas) ?? 0;
}

/** A rollout takes nobody away before another is there, and everybody has time to finish what he does. */
export const rolledOut: Law = ofWorkloads(
  [
    'is rolled out with some of it away',
    (one) => isRolledOut(one) && one.manifest.spec?.strategy?.rollingUpdate?.maxUnavailable !== 0,
  ],
  ['has fewer than two replicas', (one, manifests) => isRolledOut(one) && leastReplicas(one, manifests) < 2],
  [
    'is told another number than its autoscaler',
    (one, manifests) => autoscalerOf(one, manifests) !== undefined && one.manifest.spec?.replicas !== undefined,
  ],
  ['ends while it is still sent requests', (one) => isRolledOut(one) && sleepsBeforeItEnds(one) < 1],
  [
    'is killed before it has ended',
    (one) =>
      isRolledOut(one) && (one.pod.terminationGracePeriodSeconds ?? 0) <= sleepsBeforeItEnds(one) + ENDS_WITHIN_S,
  ],
);

/** Everybody says what he needs, and what he may take. */
export const limited: Law = ofContainers(
  ...(['requests', 'limits'] as const).flatMap((kind) =>
    ['cpu', 'memory'].map((of): Breach<Container> => [
      `has no ${kind} of ${of}`,
      ({ resources }) => resources?.[kind]?.[of] === undefined,
    ]),
  ),
);

const spreadOverNodes = ({ pod, labels }: Workload): boolean =>
  (pod.topologySpreadConstraints ?? []).some(
    ({ topologyKey, labelSelector }) =>
      topologyKey === 'kubernetes.io/hostname' && labelSelector !== undefined && selects(labelSelector, labels),
  );

/** Replicas are spread over nodes, and a drain takes one after the other. */
export const spreadAndBudgeted: Law = ofWorkloads(
  ['is not spread over nodes', (one) => isRolledOut(one) && !spreadOverNodes(one)],
  [
    'has no budget, or several',
    ({ labels, stays }, manifests) =>
      stays &&
      ofKind(manifests, 'PodDisruptionBudget').filter(({ spec }) => selects(spec?.selector ?? {}, labels)).length !== 1,
  ],
);

/** Images are those that were tried: a version or a digest, never what is newest. */
export const pinned: Law = ofContainers([
  'takes an image that may be another tomorrow',
  ({ image = '' }) => !/(:v?\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})$/.test(image),
]);
