import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { repository } from '../support/program.ts';
import { type Cause, causes } from './causes.ts';
import { promtool } from './programs.ts';

// Where there is neither Prometheus nor Debian, these are listed as not run.
const where = promtool === undefined ? describe.skip : describe;

interface Rule {
  readonly alert: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
const file = join(repository, 'k8s', 'components', 'monitoring', 'rules.yaml');
const { spec } = parse(readFileSync(file, 'utf8')) as {
  readonly spec: { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
};
const rules = spec.groups.flatMap((group) => group.rules);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhibu-rules-'));
  writeFileSync(join(folder, 'rules.yaml'), stringify(spec));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const minutes = (text: string): number => Number(text.replace('m', ''));

/** What Prometheus says over the series: of the alert that is asked for at a time, that it fires or that it does not. */
function asked(cause: Cause, state: 'ill' | 'well', { at, fires }: { at: string; fires: boolean }): string {
  const { alert, labels, interval = '1m' } = cause;
  const rule = rules.find((one) => one.alert === alert);
  const said = Object.entries(rule?.annotations ?? {}).map(([name, text]): [string, string] => [
    name,
    text.replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => labels[label] ?? ''),
  ]);
  const expected = { exp_labels: { ...labels, ...rule?.labels }, exp_annotations: Object.fromEntries(said) };
  const test = {
    interval,
    input_series: Object.entries(cause[state]).map(([series, values]) => ({ series, values })),
    alert_rule_test: [{ eval_time: at, alertname: alert, ...(fires ? { exp_alerts: [expected] } : {}) }],
  };
  const tests = { rule_files: ['rules.yaml'], evaluation_interval: interval, tests: [test] };
  writeFileSync(join(folder, 'tests.yaml'), stringify(tests));
  const { stdout, stderr } = spawnSync(promtool ?? '', ['test', 'rules', 'tests.yaml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`;
}

/** Long enough for what has to last, and for what a rate is taken over. */
const timeOf = ({ alert, at }: Cause): string =>
  at ?? `${minutes(rules.find((one) => one.alert === alert)?.for ?? '0m') + 6}m`;

where.each(causes.map((cause, index): [string, Cause] => [`${cause.alert} (${index + 1})`, cause]))(
  '%s',
  (_, cause) => {
    it('fires by its cause', () => {
      expect(asked(cause, 'ill', { at: timeOf(cause), fires: true })).toContain('SUCCESS');
      expect(asked(cause, 'ill', { at: timeOf(cause), fires: false })).toContain('FAILED');
    });

    it('does not at once, nor when all is well', () => {
      expect(asked(cause, 'ill', { at: '0m', fires: false })).toContain('SUCCESS');
      expect(asked(cause, 'well', { at: timeOf(cause), fires: false })).toContain('SUCCESS');
    });
  },
);

where('every alert', () => {
  it('has a cause that is tried', () => {
    const tried = causes.map(({ alert }) => alert);
    expect(rules.map(({ alert }) => alert).filter((alert) => !tried.includes(alert))).toEqual([]);
  });
});
