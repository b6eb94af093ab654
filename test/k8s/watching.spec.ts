import { beforeAll, describe, expect, it } from '@jest/globals';
import { newAuthority } from '@zhibu/infra';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/program.ts';
import type { Manifest } from './manifest.ts';
import { builtOverlay, ofKind } from './overlay.ts';
import { kustomize } from './programs.ts';
import { metricsIn, ofOthers, toldByProcesses } from './watching.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
let manifests: readonly Manifest[] = [];
let told: ReadonlySet<string>;
beforeAll(async () => {
  told = await toldByProcesses((await newAuthority('zhibu')).certificate);
  if (kustomize !== undefined) manifests = await builtOverlay('committee');
});

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}
interface Rules {
  readonly spec: { readonly groups: readonly { readonly rules: readonly Alert[] }[] };
}
interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const alerts = (): readonly Alert[] =>
  ofKind(manifests, 'PrometheusRule').flatMap((manifest) =>
    (manifest as unknown as Rules).spec.groups.flatMap(({ rules }) => rules),
  );
const panels = (): readonly Panel[] => {
  const [file = '{}'] = ofKind(manifests, 'ConfigMap').flatMap(({ data }) => data?.['zhibu.json'] ?? []);
  return (JSON.parse(file) as { readonly panels: readonly Panel[] }).panels;
};
const unknown = (expressions: readonly string[]): readonly string[] =>
  expressions.flatMap(metricsIn).filter((name) => !told.has(name) && !ofOthers.has(name));

it('has commands that can be copied from its pages: what is said of one is a comment', () => {
  const folder = join(repository, 'k8s');
  const pages = ['README.md', ...readdirSync(join(folder, 'runbooks')).map((page) => join('runbooks', page))];
  const lines = pages.flatMap((page) => {
    const parts = readFileSync(join(folder, page), 'utf8').split(/^```/m);
    // Every other part stands between fences; one with a name after its fence is no command.
    const blocks = parts.filter((part, index) => index % 2 === 1 && part.startsWith('\n'));
    return blocks.flatMap((block) => block.split('\n').map((line) => `${page}: ${line}`));
  });
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.filter((line) => /\S {3,}[^# ]/.test(line))).toEqual([]);
});

where('what is watched', () => {
  it('is told by somebody: every metric that an alert or a panel names', () => {
    const expressions = [
      ...alerts().map(({ expr }) => expr),
      ...panels().flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ];
    expect(expressions.length).toBeGreaterThan(30);
    expect(unknown(expressions)).toEqual([]);
    expect(unknown(['sum by (service) (rate(zhibu_appends_seconds_bucket[5m])) > 1'])).toEqual([
      'zhibu_appends_seconds_bucket',
    ]);
  });

  it('shows what each process tells of itself', () => {
    const named = new Set(panels().flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))));
    const own = [...told].filter((name) => name.startsWith('zhibu_') && !/_(sum|count)$/.test(name));
    const aside = ['zhibu_seal_lag_events', 'zhibu_store_follower_dropped_total'];
    expect(own.filter((name) => !named.has(name) && !aside.includes(name))).toEqual([]);
  });

  it('calls somebody only after a while, with a page that says what to do', () => {
    expect(alerts().length).toBeGreaterThan(10);
    for (const { alert, for: after, labels, annotations } of alerts()) {
      expect([alert, after]).toEqual([alert, expect.stringMatching(/^\d+m$/)]);
      expect([alert, labels.severity]).toEqual([alert, expect.stringMatching(/^(page|ticket)$/)]);
      expect([alert, annotations.summary]).toEqual([
        alert,
        expect.stringMatching(/\p{Script=Han}.* \| [^\p{Script=Han}]+$/u),
      ]);
      expect([alert, existsSync(join(repository, annotations.runbook))]).toEqual([alert, true]);
    }
  });

  it('has a table of the pages that alerts lead to, each with its alerts, and no other page in it', () => {
    const led = alerts().map(({ annotations }) => annotations.runbook.replace('k8s/runbooks/', ''));
    const index = readFileSync(join(repository, 'k8s', 'runbooks', 'README.md'), 'utf8');
    const [, table = ''] = /^## [^\n]*When an alert calls\n([^]*?)^## /m.exec(index) ?? [];
    const rows = [...table.matchAll(/\]\(([\w-]+\.md)\) \| (.*) \|/g)].map(([, page, named = '']) => [
      page,
      named.split(', ').toSorted(),
    ]);
    const due = [...new Set(led)].map((page) => [
      page,
      alerts()
        .filter(({ annotations }) => annotations.runbook.endsWith(`/${page}`))
        .map(({ alert }) => alert)
        .sort(),
    ]);
    expect(rows.toSorted()).toEqual(due.toSorted());
  });

  it('is one dashboard, its panels in rows from users to people asked', () => {
    const rows = panels()
      .filter(({ type }) => type === 'row')
      .map(({ title }) => title.replace(/^.* · /, ''));
    expect(rows).toEqual(['users', 'commands', 'feeds', 'stores', 'people asked']);
    const titles = panels().map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(readFileSync(join(repository, 'k8s', 'components', 'monitoring', 'dashboard.json'), 'utf8')).not.toMatch(
      /https?:/,
    );
  });
});
