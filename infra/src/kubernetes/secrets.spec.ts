import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Wording } from '@zhibu/contracts';
import { feedKeys, signingKey, trustedKeys } from '@zhibu/service-kit';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubernetesCertificates } from '../certificates/declaration.ts';
import { CertificateFolder } from '../certificates/folder.ts';
import { endOf } from '../operator/fault.ts';
import { runKubernetesSecrets } from './operator.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'zhibu-kubernetes-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

/** How the command ends, and what it says in English. */
async function told(...argv: readonly string[]): Promise<readonly [exit: number, said: string]> {
  const lines: string[] = [];
  const say = ({ en }: Wording): void => void lines.push(en);
  const terminal = { say: () => undefined, complain: () => undefined, progress: () => undefined };
  try {
    return [await runKubernetesSecrets({ environment: {}, terminal, say, complain: say }, argv), lines.join('\n')];
  } catch (error) {
    const { exit, wording } = endOf(error);
    return [exit, wording.en];
  }
}
const read = (...parts: readonly string[]): string => readFileSync(join(path, ...parts), 'utf8');
const secret = (name: string, key: string): string => read('secrets', name, key);

it('makes keys that fit one another, and one password for who logs in and who sets it, for nobody else to read', async () => {
  expect(await told(path, '--hosts', 'zhibu.example')).toEqual([
    0,
    expect.stringContaining(`kubectl apply -k ${path}`),
  ]);
  expect(secret('supervision', 'PASSWORD')).toBe(secret('database-roles', 'PASSWORD_SUPERVISION'));
  expect(secret('gateway', 'PASSWORD_READER')).toBe(secret('database-roles', 'PASSWORD_GATEWAY_READER'));
  expect(secret('gateway', 'OPERATOR_TOKEN')).toMatch(/^[\w-]{43}$/);
  const own = signingKey.read(secret('assessment', 'SIGNING_KEY'));
  expect(trustedKeys.read(secret('shared-keys', 'TRUSTED_KEYS'))?.has(own?.id ?? '')).toBe(true);
  expect(feedKeys.read(secret('shared-keys', 'FEED_KEYS'))).toHaveLength(4);
  const modes = ['kustomization.yaml', 'secrets/gateway/PEOPLE_KEY', 'certificates/gateway/key.pem'];
  expect(modes.map((file) => statSync(join(path, file)).mode & 0o777)).toEqual(modes.map(() => 0o600));
});

it('keeps what is there, makes what is missing, and takes along what others give', async () => {
  await told(path);
  const [token, password] = [secret('gateway', 'OPERATOR_TOKEN'), secret('gateway', 'PASSWORD')];
  rmSync(join(path, 'secrets', 'gateway', 'PASSWORD'));
  mkdirSync(join(path, 'secrets', 'oidc'));
  writeFileSync(join(path, 'secrets', 'oidc', 'OIDC_CLIENT_SECRET'), 'given');
  expect(await told(path)).toEqual([0, expect.stringMatching(/^Made: gateway\n/)]);
  expect([secret('gateway', 'OPERATOR_TOKEN'), secret('gateway', 'PASSWORD')]).toEqual([token, password]);
  expect(read('kustomization.yaml')).toContain('OIDC_CLIENT_SECRET=secrets/oidc/OIDC_CLIENT_SECRET');
  expect(await told(path)).toEqual([0, expect.stringMatching(/^All secrets and certificates are there/)]);
});

it('believes whoever else is named, beside its own authority', async () => {
  await told(path);
  const other = join(path, 'other.pem');
  writeFileSync(other, read('certificates', 'authority', 'cert.pem'));
  await told(path, '--authority', other);
  expect(read('authorities.pem').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  writeFileSync(other, 'nothing');
  expect(await told(path, '--authority', other)).toEqual([2, `There is no certificate in PEM in ${other}`]);
});

it('keeps the hosts and authorities that it was given, run again without them, and adds what is said later', async () => {
  const hosts = (): string => new X509Certificate(read('certificates', 'gateway', 'cert.pem')).subjectAltName ?? '';
  const believed = (): number => read('authorities.pem').match(/BEGIN CERTIFICATE/g)?.length ?? 0;
  await told(path);
  const others = ['database.pem', 'brokers.pem'].map((name) => join(path, name));
  for (const [index, file] of others.entries())
    writeFileSync(file, read('certificates', ['postgres', 'kafka'][index] ?? '', 'cert.pem'));
  await told(path, '--hosts', 'zhibu.example', '--authority', others[0] ?? '');
  expect([hosts(), believed()]).toEqual([expect.stringMatching(/, DNS:zhibu\.example$/), 2]);
  expect(await told(path)).toEqual([0, expect.stringMatching(/^All secrets and certificates are there/)]);
  expect([hosts(), believed()]).toEqual([expect.stringMatching(/, DNS:zhibu\.example$/), 2]);
  for (const file of others) await told(path, '--hosts', 'zhibu.example,branches.example', '--authority', file);
  expect([hosts(), believed()]).toEqual([expect.stringMatching(/, DNS:zhibu\.example, DNS:branches\.example$/), 3]);
  writeFileSync(join(path, 'given', 'hosts'), 'branches.example\n');
  await told(path);
  expect(hosts()).not.toContain('DNS:zhibu.example');
});

it('makes anew what would end before it is run the year after, and has PostgreSQL take it without a restart', async () => {
  const until = (): number => new X509Certificate(read('certificates', 'kafka', 'cert.pem')).validToDate.getTime();
  const year = 365 * 86_400_000;
  await told(path);
  // As it stands fifteen months after it was made.
  const folder = new CertificateFolder(join(path, 'certificates'));
  await folder.renew(kubernetesCertificates([]), new Date(Date.now() - 1.25 * year));
  expect(until() - Date.now()).toBeLessThan(1.05 * year);
  expect(await told(path)).toEqual([0, expect.stringMatching(/^Made: .*kafka-tls/)]);
  expect(until() - Date.now()).toBeGreaterThan(2 * year);
  const { secretGenerator } = JSON.parse(read('kustomization.yaml')) as {
    readonly secretGenerator: readonly { readonly name: string; readonly options?: object }[];
  };
  const watched = secretGenerator.filter(({ options }) => options !== undefined);
  expect(watched).toEqual([
    expect.objectContaining({ name: 'postgres-tls', options: { labels: { 'cnpg.io/reload': 'true' } } }),
  ]);
});

it('makes no key anew that others name, and nothing where it could be committed', async () => {
  await told(path);
  rmSync(join(path, 'secrets', 'organization', 'SIGNING_KEY'));
  expect(await told(path)).toEqual([3, expect.stringMatching(/^Some of the keys that name one another/)]);
  mkdirSync(join(path, '.git'));
  expect(await told(join(path, 'below'))).toEqual([2, expect.stringMatching(/inside a git repository/)]);
  expect((await told())[0]).toBe(2);
});
