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

/** Runs the command where `kubectl` writes down what it is told, and fails at one word of it. */
function applied(args: readonly string[], failsAt = 'never'): Promise<Said> {
  const kubectl = join(folder, 'kubectl');
  writeFileSync(kubectl, `#!/bin/sh\necho "$@" >> ${folder}/told\ncase "$1" in ${failsAt}) exit 1;; esac\n`);
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
    `wait job ${prepares} --for=condition=complete --timeout=30m --context=lab`,
    `apply -k ${overlay} --context=lab`,
    'rollout status deployment --namespace=zhibu --selector=app.kubernetes.io/component=process --timeout=20m --context=lab',
  ]);
});

it('rolls nothing out where the preparation fails, and says so in both languages', async () => {
  const { code, output } = await applied(['city'], 'wait');
  expect(code).not.toBe(0);
  expect(told().map((line) => line.split(' ')[0])).toEqual(['delete', 'apply', 'wait']);
  expect(output).toMatch(/没有完成：kubectl wait[^]*not done: kubectl wait/);
});

it('takes an overlay of one’s own by its folder, and names one that is not there', async () => {
  writeFileSync(join(folder, 'kustomization.yaml'), '');
  expect(await applied(['.'])).toMatchObject({ code: 0 });
  expect(told()[1]).toContain(`apply -k ${folder} `);
  expect((await applied(['nowhere'])).output).toContain('there is no nowhere');
});
