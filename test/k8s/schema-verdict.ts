import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../support/program.ts';
import { kubeconform } from './programs.ts';

const SCHEMAS = `${join(repository, 'test', 'k8s', 'schemas')}/{{.ResourceKind}}{{.KindSuffix}}.json`;

/** What the schemas of its kinds say of an overlay. */
export interface Verdict {
  readonly resources: readonly { readonly kind: string; readonly name: string; readonly msg: string }[];
  readonly summary: Readonly<Record<'valid' | 'invalid' | 'errors' | 'skipped', number>>;
}

/** Holds manifests against the schemas of their kinds, strictly. */
export function verdictOn(text: string): Verdict {
  const args = ['-strict', '-summary', '-output', 'json', '-schema-location', SCHEMAS, '-'];
  const { stdout } = spawnSync(kubeconform ?? '', args, { input: text, encoding: 'utf8', maxBuffer: 32 << 20 });
  return JSON.parse(stdout) as Verdict;
}
