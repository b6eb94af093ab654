import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, type Said } from '../support/docker/shell.ts';
import { repository } from '../support/program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhibu-kubectl-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The Jobs as a cluster tells them: by name, what each has come to. */
const jobs = (ends: Readonly<Record<string, 'Complete' | 'Failed' | undefined>>): string =>
  JSON.stringify({
    items: Object.entries(ends).map(([name, type]) => ({
      metadata: { name },
      status: type
        ? {
            conditions: [
              { type: 'Suspended', status: 'False' },
              { type, status: 'True' },
            ],
          }
        : {},
    })),
  });

/** Runs the command where `kubectl` writes down what it is told, tells of Jobs one state after the other, and fails at one word. */
function applied(
  args: readonly string[],
  { failsAt = 'never', states = [jobs({ provision: 'Complete' })] } = {},
): Promise<Said> {
  const kubectl = join(folder, 'kubectl');
  for (const [index, state] of states.entries()) writeFileSync(join(folder, `jobs-${index}`), state);
  writeFileSync(
    kubectl,
    `#!/bin/sh
echo "$@" >> ${folder}/told
case "$1" in
  ${failsAt}) exit 1;;
  get) set ${folder}/jobs-*; cat "$1"; [ $# -eq 1 ] || rm "$1";;
  logs) echo 'no password fits';;
esac
`,
  );
  chmodSync(kubectl, 0o755);
  const environment = { PATH: `${folder}:${process.env['PATH']}`, INIT_CWD: folder };
  return attempt(process.execPath, [join(repository, 'infra', 'launcher', 'k8s-apply.mjs'), ...args], { environment });
}
const told = (): readonly string[] => readFileSync(join(folder, 'told'), 'utf8').trim().split('\n');

it('prepares before it rolls out, and waits for both', async () => {
  expect(await applied(['committee', '--context=lab'])).toMatchObject({ code: 0 });
  const overlay = join(repository, 'k8s', 'overlays', 'committee');
  const prepares = '--namespace=zhibu --selector=app.kubernetes.io/component=preparation';
  expect(told()).toEqual([
    `delete job ${prepares} --ignore-not-found --wait --context=lab`,
    `apply -k ${overlay} --selector=app.kubernetes.io/component!=process --context=lab`,
    `get job ${prepares} --output=json --context=lab`,
    `apply -k ${overlay} --context=lab`,
    'rollout status deployment --namespace=zhibu --selector=app.kubernetes.io/component=process --timeout=20m --context=lab',
  ]);
});

const steps = (): readonly string[] => told().map((line) => line.split(' ')[0] ?? '');

it('waits until every Job of the preparation has ended', async () => {
  const states = [
    jobs({ provision: 'Complete', topics: undefined }),
    jobs({ provision: 'Complete', topics: 'Complete' }),
  ];
  expect(await applied(['committee'], { states })).toMatchObject({ code: 0 });
  expect(steps()).toEqual(['delete', 'apply', 'get', 'get', 'apply', 'rollout']);
});

it('rolls nothing out where a preparation has failed, and says at once which, and what it said last', async () => {
  const { code, output } = await applied(['city'], { states: [jobs({ provision: undefined, topics: 'Failed' })] });
  expect(code).not.toBe(0);
  expect(steps()).toEqual(['delete', 'apply', 'get', 'logs']);
  expect(told()[3]).toContain('--selector=batch.kubernetes.io/job-name=topics');
  expect(output).toMatch(/no password fits[^]*没有完成：topics[^]*not done: topics/);
});

it('rolls nothing out where a step fails, and says so in both languages', async () => {
  const { code, output } = await applied(['city'], { failsAt: 'apply' });
  expect(code).not.toBe(0);
  expect(steps()).toEqual(['delete', 'apply']);
  expect(output).toMatch(/没有完成：kubectl apply[^]*not done: kubectl apply/);
});

it('waits longer than a Job may take', () => {
  const text = (...path: readonly string[]): string => readFileSync(join(repository, ...path), 'utf8');
  const [, longest] = /activeDeadlineSeconds: (\d+)/.exec(text('k8s', 'base', 'jobs', 'job.yaml')) ?? [];
  const [, waited] = /PREPARED_WITHIN_MIN = (\d+)/.exec(text('infra', 'launcher', 'k8s-apply.mjs')) ?? [];
  expect(Number(longest)).toBeLessThan(Number(waited) * 60);
  expect(text('k8s', 'README.md')).toContain(`--timeout=${waited}m`);
});

it('takes an overlay of one’s own by its folder, and names one that is not there', async () => {
  writeFileSync(join(folder, 'kustomization.yaml'), '');
  expect(await applied(['.'])).toMatchObject({ code: 0 });
  expect(told()[1]).toContain(`apply -k ${folder} `);
  expect((await applied(['nowhere'])).output).toContain('there is no nowhere');
});
