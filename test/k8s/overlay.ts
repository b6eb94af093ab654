import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { repository } from '../support/program.ts';
import type { Container, Labels, Manifest, PodSpec, Selector } from './manifest.ts';
import { kustomize } from './programs.ts';

const run = promisify(execFile);
const LARGEST_BYTES = 32 << 20;

export const overlays = ['committee', 'city', 'province'] as const;

/** What makes pods: a Deployment, a StatefulSet, a Job, a CronJob. */
export interface Workload {
  readonly manifest: Manifest;
  readonly labels: Labels;
  readonly pod: PodSpec;
  readonly containers: readonly Container[];
  /** Whether its pods stay. */
  readonly stays: boolean;
}

/** A folder of kustomize, as a cluster would be given it, in YAML. @throws Error with what kustomize says */
export async function builtText(folder: string): Promise<string> {
  if (kustomize === undefined) throw new Error('there is no kustomize');
  const { stdout } = await run(kustomize, ['build', folder], { maxBuffer: LARGEST_BYTES });
  return stdout;
}

export const manifestsIn = (text: string): readonly Manifest[] =>
  parseAllDocuments(text).map((document) => document.toJS() as Manifest);

/** An overlay of `k8s/`. */
export const builtOverlay = async (name: string): Promise<readonly Manifest[]> =>
  manifestsIn(await builtText(join(repository, 'k8s', 'overlays', name)));

export const workloadsOf = (manifests: readonly Manifest[]): readonly Workload[] => manifests.flatMap(workloadOf);

function workloadOf(manifest: Manifest): readonly Workload[] {
  const of = templateOf(manifest);
  if (!of) return [];
  const { initContainers = [], containers } = of.spec;
  return [
    {
      manifest,
      pod: of.spec,
      labels: of.metadata?.labels ?? {},
      containers: [...initContainers, ...containers],
      stays: /^(Deployment|StatefulSet)$/.test(manifest.kind),
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
