import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowsOf } from '../k8s/flows.ts';
import { builtOverlay, manifestsIn } from '../k8s/overlay.ts';
import { kustomize } from '../k8s/programs.ts';
import { tableOf } from './row.ts';
import { beyond, RESTORED, trials } from './trials.ts';

// Where there is no Go, or nothing can be fetched, this is listed as not run.
const where = kustomize === undefined ? describe.skip : describe;

where('the overlay of the trial', () => {
  const built = (): string =>
    execFileSync(kustomize ?? '', ['build', join(import.meta.dirname, 'overlay')], { encoding: 'utf8' });

  it('opens the flows of a committee, to its own stores, and no others', async () => {
    const committee = flowsOf(await builtOverlay('committee'));
    const own = committee.map((flow) =>
      flow.replace('192.0.2.10/32', 'stores/postgres').replace('192.0.2.32/28', 'stores/kafka'),
    );
    expect(flowsOf(manifestsIn(built()))).toEqual([...new Set(own)].sort());
    expect(own).toContain('gateway -> stores/kafka:9092');
  });

  it('installs what a committee does, but for what the lab has no kind of', async () => {
    const kinds = (await builtOverlay('committee')).map(({ kind }) => kind);
    const left = kinds.filter((kind) => kind !== 'ServiceMonitor' && kind !== 'PrometheusRule');
    expect(
      manifestsIn(built())
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(left.sort());
  });
});

it('has a row in its README for each trial, and for what it cannot try', () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const rows = [...trials, RESTORED, ...beyond].map(({ says }) => says);
  expect(rows.filter((says) => !readme.includes(`| ${says} |`))).toEqual([]);
});

it('shows what was wrong, and what was not run', () => {
  const failed = { name: 'a', says: 'one', outcome: 'failed', figures: ['7 s'], wrong: ['it stood still'] } as const;
  expect(
    tableOf([failed, { ...failed, outcome: 'not run', wrong: [] }])
      .split('\n')
      .slice(2),
  ).toEqual(['| one | **failed** | 7 s; **it stood still** |  |  |', '| one | **not run** | 7 s |  |  |']);
});
