import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/program.ts';
import { builtText, folders, manifestsIn, overlays, workloadsOf } from './overlay.ts';
import { kubeconform, kustomize } from './programs.ts';
import { verdictOn } from './schema-verdict.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize !== undefined && kubeconform !== undefined ? describe : describe.skip;
const k8s = join(repository, 'k8s');

where.each(overlays)('the overlay %s', (name) => {
  let text: string;
  beforeAll(async () => {
    text = await builtText(name);
  });

  it('is as the servers of its kinds take it', () => {
    const { resources, summary } = verdictOn(text);
    expect(resources).toEqual([]);
    expect(summary).toMatchObject({ invalid: 0, errors: 0, skipped: 0 });
    expect(summary.valid).toBeGreaterThan(40);
  });

  it.each([
    ['a field that no server knows', /maxUnavailable: 0/, 'maxUnavailabel: 0'],
    ['a word where a number stands', /minReadySeconds: 5/, 'minReadySeconds: five'],
    ['a kind that nobody has', /^kind: PodDisruptionBudget$/m, 'kind: PodDisruptionBudgets'],
  ])('is refused with %s', (_what, what, other) => {
    const { summary } = verdictOn(text.replace(what, other));
    expect(summary.invalid + summary.errors).toBe(1);
  });
});

where('k8s/', () => {
  it('fits a committee into one machine of two cores, also while it is rolled out', async () => {
    const of = (text: string, unit: string): number => Number(text.replace(new RegExp(`${unit}$`), ''));
    const asked = workloadsOf(manifestsIn(await builtText('committee')))
      .filter(({ stays }) => stays)
      .map(({ manifest, pod }) => {
        const requests = { cpu: '', memory: '', ...pod.containers[0]?.resources?.requests };
        // One more of each while it is rolled out.
        return {
          pods: Number(manifest.spec?.replicas) + 1,
          cpu: of(requests.cpu, 'm'),
          memory: of(requests.memory, 'Mi'),
        };
      });
    expect(asked).toHaveLength(5);
    expect(asked.reduce((sum, one) => sum + one.pods * one.cpu, 0)).toBeLessThanOrEqual(1_000);
    expect(asked.reduce((sum, one) => sum + one.pods * one.memory, 0)).toBeLessThanOrEqual(2_560);
  });

  it('takes the image of this version', async () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    for (const name of overlays) expect(await builtText(name)).toContain(`image: zhibu:${version}\n`);
  });

  it('has no component that no overlay takes', () => {
    const taken = Object.values(folders)
      .map((folder) => readFileSync(join(repository, folder, 'kustomization.yaml'), 'utf8'))
      .join('\n');
    const unused = readdirSync(join(k8s, 'components')).filter((name) => !taken.includes(`components/${name}\n`));
    expect(unused).toEqual([]);
  });
});
