import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Wording } from '@zhibu/contracts';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf } from '../operator/fault.ts';
import { newCertificate } from './authority.ts';
import { clusterCertificates } from './declaration.ts';
import { authorityIn, filesIn } from './files.ts';
import { runCertificates } from './operator.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'zhibu-certificates-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

/** How a command ends, and what it says in English. */
async function told(...argv: readonly string[]): Promise<readonly [exit: number, said: string]> {
  const lines: string[] = [];
  const say = ({ en }: Wording): void => void lines.push(en);
  const terminal = {
    say: (text: string): void => void lines.push(text),
    complain: () => undefined,
    progress: () => undefined,
  };
  try {
    return [await runCertificates({ environment: {}, terminal, say, complain: say }, argv), lines.join('\n')];
  } catch (error) {
    const { exit, wording } = endOf(error);
    return [exit, wording.en];
  }
}

it('makes those of a cluster in a data folder, once, and says that processes take them at their next start', async () => {
  const [exit, said] = await told('make', '--data', path);
  expect([exit, said]).toEqual([0, expect.stringMatching(/^Made: organization, good until [^]*restart one after/)]);
  const names = [...clusterCertificates().map(({ name }) => name), 'authority'];
  expect(readdirSync(join(path, 'certificates')).sort()).toEqual(names.sort());
  expect(await told('make', '--data', path)).toEqual([0, 'All 7 certificates are good']);
});

it('makes those of containers, PostgreSQL’s among them, under the names by which users know the gateway', async () => {
  await told('make', '--folder', path, '--hosts', 'zhibu.example:8443, 10.0.0.7');
  const [exit, said] = await told('list', '--folder', path, '--hosts', 'zhibu.example,10.0.0.7');
  expect(exit).toBe(0);
  expect(said).toMatch(/^gateway: until \S+ \(gateway, localhost, 127\.0\.0\.1, zhibu\.example, 10\.0\.0\.7\)$/m);
  expect(said).toMatch(/^postgres: until \S+ \(postgres, localhost, 127\.0\.0\.1\)$/m);
});

it('says which are missing and which have ended, and ends with 1', async () => {
  await told('make', '--data', path);
  const files = filesIn(join(path, 'certificates', 'gateway'));
  const authority = filesIn(join(path, 'certificates', 'authority'));
  const [certificate, key] = [readFileSync(authority.cert, 'utf8'), readFileSync(authority.key, 'utf8')];
  const old = await newCertificate(
    { certificate, key },
    { name: 'gateway', hosts: ['gateway'] },
    new Date('2020-01-01'),
  );
  writeFileSync(files.cert, old.certificate);
  rmSync(join(path, 'certificates', 'kafka'), { recursive: true });
  const [exit, said] = await told('list', '--data', path);
  expect([exit, said]).toEqual([
    1,
    expect.stringMatching(/gateway: ended on 2022-04-05; [^]*kafka: there is no certificate/),
  ]);
});

it('writes the certificate that others must believe, or says that there is none', async () => {
  expect(await told('authority', '--data', path)).toEqual([3, expect.stringContaining('There are no certificates in')]);
  await told('make', '--data', path);
  const text = readFileSync(authorityIn(join(path, 'certificates')), 'utf8').trim();
  expect(await told('authority', '--data', path)).toEqual([0, text]);
});

it('knows no other wish, and one place at a time', async () => {
  expect(await told('forge')).toEqual([2, expect.stringMatching(/^Usage: npm run certificates/)]);
  expect(await told('make', '--data', path, '--folder', path)).toEqual([
    2,
    expect.stringMatching(/^Both --data and --folder/),
  ]);
});
