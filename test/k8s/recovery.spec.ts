import { afterAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { repository } from '../support/program.ts';
import { manifestsIn, ofKind } from './overlay.ts';
import { kubeconform, kustomize } from './programs.ts';
import { pageNamed } from './runbook-pages.ts';
import { verdictOn } from './schema-verdict.ts';

// Where there is no Go, or nothing can be fetched, this is listed as not run.
const where = kustomize !== undefined && kubeconform !== undefined ? it : it.skip;
const cache = join(repository, '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'recovery-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The overlay of a city with a patch of its Cluster. */
function built(patch: string): string {
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [relative(folder, join(repository, 'k8s', 'overlays', 'city'))],
    patches: [{ target: { kind: 'Cluster', name: 'postgres' }, patch }],
  };
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization));
  return execFileSync(kustomize ?? '', ['build', folder], { encoding: 'utf8', maxBuffer: 32 << 20 });
}

where(
  'the patch of restore-by-the-stores-own-means.md makes a Cluster that CloudNativePG takes, and that begins with no empty database',
  () => {
    const { text } = pageNamed('restore-by-the-stores-own-means.md');
    const [, page = ''] = /^```yaml\n([^]*?)^```$/m.exec(text) ?? [];
    // kustomize wants to be told what it patches.
    const patch = `apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: postgres }\n${page}`;
    const made = built(patch);
    expect(verdictOn(made)).toMatchObject({ resources: [], summary: { invalid: 0, errors: 0, skipped: 0 } });
    const [cluster] = ofKind(manifestsIn(made), 'Cluster');
    expect(cluster?.spec).toMatchObject({ bootstrap: { recovery: { source: 'before' } } });
    expect(JSON.stringify(cluster?.spec)).not.toContain('initdb');
    // What was archived before is not written over.
    expect(JSON.stringify(cluster?.spec)).toMatch(/"plugins":\[[^\]]*"serverName":"postgres-2"/);
    expect(verdictOn(built(patch.replace('recoveryTarget', 'recoveryAim'))).summary.invalid).toBe(1);
  },
);
