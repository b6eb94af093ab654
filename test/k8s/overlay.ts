import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { repository } from '../support/program.ts';
import type { Container, Labels, Manifest, PodSpec, Selector } from './manifest.ts';
import { kustomize } from './programs.ts';

const run = promisify(execFile);
const LARGEST_BYTES = 32 << 20;

/** Every overlay that is held against the laws, by its folder: those of `k8s/`, and one of the components that none of them takes. */
export const folders = {
  committee: 'k8s/overlays/committee',
  city: 'k8s/overlays/city',
  province: 'k8s/overlays/province',
  'event-store-db': 'test/k8s/overlays/event-store-db',
} as const;
export type OverlayName = keyof typeof folders;
export const overlays = Object.keys(folders) as readonly OverlayName[];

/** What makes pods: a Deployment, a StatefulSet, a Job, a CronJob. */
export interface Workload {
  readonly manifest: Manifest;
  readonly labels: Labels;
  readonly pod: PodSpec;
  readonly containers: readonly Container[];
  /** Whether its pods stay, to answer others. */
  readonly stays: boolean;
}

/** An overlay as a cluster would be given it, in YAML. @throws Error with what kustomize says */
export async function builtText(name: OverlayName): Promise<string> {
  if (kustomize === undefined) throw new Error('there is no kustomize');
  const { stdout } = await run(kustomize, ['build', join(repository, folders[name])], { maxBuffer: LARGEST_BYTES });
  return stdout;
}

export const manifestsIn = (text: string): readonly Manifest[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Manifest);

export const builtOverlay = async (name: OverlayName): Promise<readonly Manifest[]> =>
  manifestsIn(await builtText(name));

export const workloadsOf = (manifests: readonly Manifest[]): readonly Workload[] => manifests.flatMap(workloadOf);

function workloadOf(manifest: Manifest): readonly Workload[] {
  const of = templateOf(manifest);
  if (!of) return [];
  const { initContainers = [], containers } = of.spec;
  const { labels = {} } = of.metadata ?? {};
  return [
    {
      manifest,
      pod: of.spec,
      labels,
      containers: [...initContainers, ...containers],
      stays: /^(Deployment|StatefulSet)$/.test(manifest.kind) && labels['app.kubernetes.io/component'] !== 'operation',
    },
  ];
}

function templateOf({ kind, spec }: Manifest): NonNullable<Manifest['spec']>['template'] {
  const { template, jobTemplate } = spec ?? {};
  return /^(Deployment|StatefulSet|Job|CronJob)$/.test(kind) ? (template ?? jobTemplate?.spec.template) : undefined;
}

export const ofKind = (manifests: readonly Manifest[], kind: string): readonly Manifest[] =>
  manifests.filter((manifest) => manifest.kind === kind);

export const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

/** Whether a selector takes what has these labels. */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator !== 'In') throw new Error(`the laws know no operator ${operator}`);
      return values.includes(labels[key] ?? '');
    })
  );
}
