import type { Manifest, Variable } from './manifest.ts';
import { nameOf, ofKind, selects, workloadsOf } from './overlay.ts';
import type { Law } from './pod-laws.ts';

const NAME = 'app.kubernetes.io/name';
const CREDENTIAL = /PASSWORD|SECRET|TOKEN|SIGNING_KEY|FEED_KEYS|PEOPLE_KEY|BACKUP_KEY$|_KEY_ID/;
/** A user and a password in an address: what a variable that comes from a Secret is put in for aside. */
const IN_CLEAR = /:\/\/[^/@\s]*:(?!\$\([A-Z_]+\)@)[^/@\s]+@/;

/** Every object says what it is of, by the recommended labels, and what a selector asks for is there. */
export const labelled: Law = (manifests) => [
  ...manifests.flatMap((manifest) =>
    manifest.metadata.labels?.['app.kubernetes.io/part-of'] === 'zhibu'
      ? []
      : [`${nameOf(manifest)} is part of nothing`],
  ),
  ...workloadsOf(manifests).flatMap(({ manifest, labels }) => [
    ...(labels[NAME] === manifest.metadata.name ? [] : [`${nameOf(manifest)} has pods of another name`]),
    ...(labels['app.kubernetes.io/component'] ? [] : [`${nameOf(manifest)} has pods of no component`]),
    ...(manifest.kind !== 'Deployment' || selects(manifest.spec?.selector ?? {}, labels)
      ? []
      : [`${nameOf(manifest)} does not select its own pods`]),
  ]),
  ...['Service', 'PodDisruptionBudget'].flatMap((kind) =>
    ofKind(manifests, kind).flatMap((manifest) => {
      const { selector = {} } = manifest.spec ?? {};
      const asked = kind === 'Service' ? { matchLabels: selector } : selector;
      const found = workloadsOf(manifests).filter(({ labels, stays }) => stays && selects(asked, labels));
      return found.length === 1 ? [] : [`${nameOf(manifest)} selects ${found.length} workloads`];
    }),
  ),
];

/** Whoever is named is there: ConfigMaps and their keys, volumes, ServiceAccounts. */
export const referring: Law = (manifests) => {
  const there = new Set(manifests.map(nameOf));
  const keysOf = (name: string) => ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === name)?.data;
  return workloadsOf(manifests).flatMap(({ manifest, pod, containers }) => {
    const named = [
      `ServiceAccount ${pod.serviceAccountName}`,
      ...(pod.volumes ?? []).flatMap(({ configMap, persistentVolumeClaim: claim }) => [
        ...(configMap ? [`ConfigMap ${configMap.name}`] : []),
        ...(claim ? [`PersistentVolumeClaim ${claim.claimName}`] : []),
      ]),
      ...containers.flatMap(({ envFrom = [] }) =>
        envFrom.flatMap(({ configMapRef }) => (configMapRef ? [`ConfigMap ${configMapRef.name}`] : [])),
      ),
    ];
    const keys = containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? []));
    const claimed = (manifest.spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
    const mounted = new Set([...claimed, ...(pod.volumes ?? []).map(({ name }) => name)]);
    return [
      ...named.filter((one) => !there.has(one)),
      ...keys.filter(({ name, key }) => keysOf(name)?.[key] === undefined).map(({ name, key }) => `${name}/${key}`),
      ...containers.flatMap(({ volumeMounts = [] }) =>
        volumeMounts.filter(({ name }) => !mounted.has(name)).map(({ name }) => `the volume ${name}`),
      ),
    ].map((one) => `${nameOf(manifest)} names ${one}, which is not there`);
  });
};

/** No credential stands in a manifest. */
export const nothingInClear: Law = (manifests) => [
  ...ofKind(manifests, 'Secret').map((manifest) => `${nameOf(manifest)} is in the manifests`),
  ...ofKind(manifests, 'ConfigMap').flatMap((manifest) =>
    Object.entries(manifest.data ?? {}).flatMap(([name, value]) =>
      (CREDENTIAL.test(name) && value !== '' && name !== 'OPERATOR_WITHOUT_TOKEN') || IN_CLEAR.test(value)
        ? [`${nameOf(manifest)} shows ${name}`]
        : [],
    ),
  ),
  ...workloadsOf(manifests).flatMap(({ manifest, containers }) =>
    containers.flatMap(({ env = [], args = [] }) =>
      [...env.filter(isShown).map(({ name }) => name), ...args.filter((one) => IN_CLEAR.test(one))].map(
        (name) => `${nameOf(manifest)} shows ${name}`,
      ),
    ),
  ),
];

const isShown = ({ name, value = '' }: Variable): boolean =>
  (CREDENTIAL.test(name) && value !== '') || IN_CLEAR.test(value);

/** A key of a Secret that somebody is given. */
export interface NeededKey {
  readonly secret: string;
  /** Undefined: all of it. */
  readonly key: string | undefined;
}

/** Where manifests name a Secret: by an object with its name and a key, or by its name alone. */
const BY_KEY = /^(secretKeyRef|accessKeyId|secretAccessKey)$/;
const BY_NAME = /^(secretName|serverTLSSecret|serverCASecret)$/;
const BY_OBJECT = /^(secretRef|superuserSecret)$/;

/** Every key of a Secret that pods, users of Kafka, PostgreSQL or an entrance are given. */
export const neededKeys = (manifests: readonly Manifest[]): readonly NeededKey[] => manifests.flatMap(keysIn);

function keysIn(part: unknown): readonly NeededKey[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
    const { name: secret = '', key } = Object(value) as { readonly name?: string; readonly key?: string };
    if (BY_KEY.test(name)) return [{ secret, key }];
    if (BY_NAME.test(name)) return [{ secret: String(value), key: undefined }];
    return BY_OBJECT.test(name) ? [{ secret, key: undefined }] : keysIn(value);
  });
}
