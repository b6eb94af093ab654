import { beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@zhibu/contracts';
import { serviceDefinitions } from '@zhibu/infra';
import { feedsOf } from '@zhibu/service-kit';
import { flowsOf } from './flows.ts';
import type { Manifest } from './manifest.ts';
import { builtOverlay, ofKind, overlays, type OverlayName, workloadsOf } from './overlay.ts';
import { kustomize } from './programs.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
const built = new Map<string, readonly Manifest[]>();
beforeAll(async () => {
  for (const name of kustomize === undefined ? [] : overlays) built.set(name, await builtOverlay(name));
});

const processes = [...services, 'gateway'];
const each = (names: readonly string[], to: string): readonly string[] => names.map((name) => `${name} -> ${to}`);

/** The flows of the picture in README: who takes whose facts is what the services declare. */
const picture: readonly string[] = [
  'operator -> gateway:4000',
  ...services.map((service) => `gateway -> ${service}:4000`),
  ...serviceDefinitions.flatMap((definition) =>
    feedsOf(definition)
      .filter((service) => service !== definition.name)
      .map((service) => `${definition.name} -> ${service}:4000`),
  ),
];
const ofProcesses = [...processes, 'provision', 'operator'];
const external = [...each(ofProcesses, '192.0.2.10/32:5432'), ...each([...processes, 'topics'], '192.0.2.32/28:9092')];
const nightly = [...each(['backup', 'verify-log'], '192.0.2.96/32:443')];
/** Between the pods that CloudNativePG and Strimzi make, from their operators, and to the API and the bucket. */
const instances = [
  ...each(['postgres', 'cnpg-system'], 'postgres:5432'),
  ...each(['postgres', 'cnpg-system'], 'postgres:8000'),
  'postgres -> cnpg-system:9090',
];
const ofStrimzi = ['kafka-kafka', 'kafka-entity-operator'];
const nodes = ofStrimzi.flatMap((to) => [
  ...['8443', '9090', '9091', '9093'].flatMap((port) => each([...ofStrimzi, 'strimzi'], `${to}:${port}`)),
  `strimzi -> ${to}:8080`,
]);
const ofOperators = ['postgres', ...ofStrimzi];
const outOfOperators = ['443', '6443'].flatMap((port) => each(ofOperators, `192.0.2.112/28:${port}`));
const inCluster = [
  ...each(ofProcesses, 'postgres:5432'),
  ...each(processes, 'kafka-kafka:9093'),
  ...instances,
  ...nodes,
  ...outOfOperators,
  ...each(ofOperators, 'kube-system/kube-dns:53'),
];
const watched = processes.map((name) => `monitoring -> ${name}:9464`);
const stored = (to: string): readonly string[] => each([...services, 'operator'], to);
const outside: Readonly<Record<OverlayName, readonly string[]>> = {
  committee: [
    'ingress -> gateway:4000',
    ...external,
    ...each(['backup', 'verify-log'], '192.0.2.10/32:5432'),
    ...nightly,
    ...watched,
  ],
  city: [
    'entrance -> gateway:4000',
    'assessment -> 192.0.2.64/32:443',
    ...inCluster,
    ...each(['backup', 'verify-log'], 'postgres:5432'),
    ...nightly,
    ...watched,
  ],
  province: [
    'entrance -> gateway:4000',
    'gateway -> 192.0.2.80/32:443',
    'assessment -> 192.0.2.64/32:443',
    'collector -> 192.0.2.128/32:443',
    ...each(processes, 'collector:4318'),
    ...inCluster,
    ...stored('192.0.2.48/28:2113'),
    ...watched,
  ],
  'event-store-db': [...external, ...stored('event-store-db:2113')],
};

where.each(overlays)('the overlay %s', (name) => {
  const manifests = (): readonly Manifest[] => built.get(name) ?? [];

  it('lets through the flows of the picture, and no others', () => {
    const names = workloadsOf(manifests()).map(({ manifest }) => manifest.metadata.name);
    const asked = each(names, 'kube-system/kube-dns:53');
    expect(flowsOf(manifests())).toEqual([...new Set([...picture, ...outside[name], ...asked])].sort());
  });

  it('lets everything through without its policies, and what is not answered for at both ends not at all', () => {
    const open = manifests().filter(({ kind }) => kind !== 'NetworkPolicy');
    expect(flowsOf(open)).toEqual(
      expect.arrayContaining(['gateway -> everybody', 'everybody -> organization', 'provision -> everybody']),
    );
    const deaf = manifests().filter(
      ({ kind, metadata }) => kind !== 'NetworkPolicy' || metadata.name !== 'organization',
    );
    expect(flowsOf(deaf)).not.toContain('gateway -> organization:4000');
    expect(ofKind(deaf, 'NetworkPolicy').length).toBeGreaterThan(0);
  });
});

where('what operators make', () => {
  it.each([
    ['verify-log', 'verify-log -> postgres:5432'],
    ['rectification', 'rectification -> postgres:5432'],
    ['rectification', 'rectification -> kafka-kafka:9093'],
  ])('takes nothing from %s where its own policy does not name it', (name, flow) => {
    const manifests = built.get('city') ?? [];
    const changed = manifests.map((manifest) =>
      /^(postgres-instances|kafka-nodes)$/.test(manifest.metadata.name)
        ? (JSON.parse(JSON.stringify(manifest).replaceAll(`"${name}"`, '"nobody"')) as Manifest)
        : manifest,
    );
    expect(flowsOf(manifests)).toContain(flow);
    expect(flowsOf(changed)).not.toContain(flow);
  });
});
