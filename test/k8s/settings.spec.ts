import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '@zhibu/contracts';
import { CertificateFolder, kubernetesCertificates, newValues, provisionAccess, secretKeys } from '@zhibu/infra';
import { kafkaAccessFrom, processSettings } from '@zhibu/service-kit';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../support/program.ts';
import type { Container, Manifest } from './manifest.ts';
import { builtOverlay, overlays, workloadsOf } from './overlay.ts';
import { kustomize } from './programs.ts';
import { neededKeys } from './reference-laws.ts';
import { environmentOf, needsOf, putInto, settingsOf, settingsRead } from './settings.ts';

// Where there is no Go, or nothing can be fetched, these are listed as not run.
const where = kustomize === undefined ? describe.skip : describe;
const built = new Map<string, readonly Manifest[]>();
let folder: string;
beforeAll(async () => {
  for (const name of kustomize === undefined ? [] : overlays) built.set(name, await builtOverlay(name));
  folder = mkdtempSync(join(tmpdir(), 'zhibu-k8s-'));
  await new CertificateFolder(folder).ensure(kubernetesCertificates([]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What others give, by Secret, as the table in k8s/README.md says it. */
const given: readonly string[] = readFileSync(join(repository, 'k8s', 'README.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, secret, keys = ''] = /^\| `([a-z0-9-]+)` \| ((?:`[\w.]+`(?:, )?)+) \|/.exec(line) ?? [];
    return [...keys.matchAll(/`([\w.]+)`/g)].map(([, key]) => `${secret}/${key}`);
  });
const values = newValues();
const valueOf = (secret: string, key: string): string => {
  const made = secretKeys.find((one) => one.secret === secret && one.key === key);
  return made ? (values.get(made.value) ?? '') : `the ${key} that was given`;
};
/** Feeds come over Kafka here, never from others' stores. */
const ofAnotherFeed = services.map((service) => `STORE_URL_${service.toUpperCase()}`);
const processes = [...needsOf.keys()];
/** What an operator's commands read, as their page names it. */
const ofCommands = new Set([
  ...settingsRead(provisionAccess),
  ...[...readFileSync(join(repository, 'infra', 'README.md'), 'utf8').matchAll(/`([A-Z][A-Z_]+[A-Z])(?:`|=)/g)].map(
    ([, name = '']) => name,
  ),
  'EVENTSTORE_CA_FILE',
  'EVENTSTORE_PROXY',
  'EVENTSTORE_USERNAME',
  'EVENTSTORE_PASSWORD',
]);
const preparations: Readonly<Record<string, ReadonlySet<string>>> = {
  provision: settingsRead(provisionAccess),
  topics: new Set([
    // An administrator is known by a password, and has no certificate of his own.
    ...[...settingsRead((environment) => kafkaAccessFrom(environment, 'topics'))].filter(
      (name) => !/^TLS_(CERT|KEY)$/.test(name),
    ),
    ...processes.map((name) => `KAFKA_PASSWORD_${name.toUpperCase()}`),
  ]),
};
const commands: Readonly<Record<string, ReadonlySet<string>>> = {
  ...preparations,
  operator: ofCommands,
  backup: ofCommands,
  'verify-log': ofCommands,
};
const runsIn = (manifests: readonly Manifest[]): readonly string[] =>
  workloadsOf(manifests).flatMap(({ manifest }) =>
    manifest.metadata.name in commands ? [manifest.metadata.name] : [],
  );

function containerOf(manifests: readonly Manifest[], name: string): Container {
  const [container] = workloadsOf(manifests).find(({ manifest }) => manifest.metadata.name === name)?.containers ?? [];
  if (!container) throw new Error(`there is no ${name}`);
  return container;
}

/** What a container is told that its program does not read, and what that reads and is not told. */
function apart(container: Container, manifests: readonly Manifest[], read: ReadonlySet<string>) {
  const told = Object.keys(environmentOf(container, manifests, valueOf));
  const helping = putInto(container);
  return {
    unknown: told.filter((name) => !read.has(name) && !helping.has(name) && name !== 'NODE_EXTRA_CA_CERTS'),
    missing: [...read].filter((name) => !told.includes(name) && !ofAnotherFeed.includes(name)),
  };
}

/** Keys of Secrets that nobody makes or gives. */
function nobodys(manifests: readonly Manifest[]): readonly string[] {
  const there = new Set([
    ...secretKeys.map(({ secret, key }) => `${secret}/${key}`),
    ...secretKeys.map(({ secret }) => `${secret}/`),
    ...kubernetesCertificates([]).map(({ name }) => `${name}-tls/`),
    ...given.flatMap((one) => [one, one.replace(/\/.*/, '/')]),
  ]);
  return neededKeys(manifests)
    .map(({ secret, key = '' }) => `${secret}/${key}`)
    .filter((one) => !there.has(one));
}

where.each(overlays)('in the overlay %s', (overlay) => {
  const manifests = (): readonly Manifest[] => built.get(overlay) ?? [];

  it.each(processes)('%s is told every setting that its code reads, and no other', (name) => {
    expect(apart(containerOf(manifests(), name), manifests(), settingsOf(name))).toEqual({ unknown: [], missing: [] });
  });

  it.each(processes)('%s could start with what it is told', (name) => {
    const needs = needsOf.get(name);
    const environment = environmentOf(containerOf(manifests(), name), manifests(), valueOf);
    const { cert, key, ca } = new CertificateFolder(folder).files(name);
    const files = {
      TLS_CERT: cert,
      TLS_KEY: key,
      TLS_CA: ca,
      ...(environment['EVENTSTORE_CA_FILE'] ? { EVENTSTORE_CA_FILE: ca } : {}),
    };
    expect(environment).toMatchObject({
      TLS_CERT: '/certificates/tls.crt',
      TLS_KEY: '/certificates/tls.key',
      KAFKA_TLS: 'on',
    });
    expect(needs && processSettings(needs, { ...environment, ...files })).toMatchObject({ FEED: 'kafka' });
    for (const [setting, value] of Object.entries(environment)) {
      if (setting.endsWith('DATABASE_URL'))
        expect(value).toMatch(/^postgres:\/\/\w+:[\w-]+@[\w.-]+:\d+\/\w+\?sslmode=verify-full$/);
      if (setting.startsWith('SERVICE_URL_')) expect(value).toMatch(/^https:/);
    }
  });

  it('a command is told what it reads, and nothing else', () => {
    const names = runsIn(manifests());
    expect(names).toEqual(expect.arrayContaining(['provision', 'operator']));
    for (const name of names) {
      const { unknown } = apart(containerOf(manifests(), name), manifests(), commands[name] ?? new Set());
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it('what prepares is told everything that it reads', () => {
    const names = runsIn(manifests()).filter((name) => name in preparations);
    expect(names).toContain('provision');
    for (const name of names) {
      const { missing } = apart(containerOf(manifests(), name), manifests(), commands[name] ?? new Set());
      expect([name, missing]).toEqual([name, []]);
    }
  });

  it('every key of a Secret that a pod is given is one that is made, or that somebody else is said to give', () => {
    expect(neededKeys(manifests()).length).toBeGreaterThan(20);
    expect(nobodys(manifests())).toEqual([]);
  });
});

where('these laws', () => {
  const manifests = (): readonly Manifest[] => built.get('committee') ?? [];

  it('name a setting that the code does not know, and one that it does and nobody tells', () => {
    const gateway = containerOf(manifests(), 'gateway');
    const changed = { ...gateway, env: [...(gateway.env ?? []).slice(1), { name: 'PEOPLE_KEYS', value: 'x' }] };
    const { unknown, missing } = apart(changed, manifests(), settingsOf('gateway'));
    expect(unknown).toContain('PEOPLE_KEYS');
    const bare = apart({ ...gateway, envFrom: [] }, manifests(), settingsOf('gateway'));
    expect([...missing, ...bare.missing]).toEqual(expect.arrayContaining(['PORT', 'DUTIES', 'KAFKA_BROKERS']));
  });

  it('name a password that a preparation is not told', () => {
    const changed = JSON.parse(
      JSON.stringify(manifests()).replaceAll('"name":"KAFKA_PASSWORD_GATEWAY"', '"name":"PASSWORD_GATEWAY"'),
    ) as readonly Manifest[];
    const read = commands['topics'] ?? new Set();
    expect(apart(containerOf(changed, 'topics'), changed, read).missing).toEqual(['KAFKA_PASSWORD_GATEWAY']);
  });

  it('name a key of a Secret that nobody makes', () => {
    const changed = JSON.parse(JSON.stringify(manifests()).replaceAll('"OPERATOR_TOKEN"', '"OPERATORS_TOKEN"'));
    expect(nobodys(changed)).toEqual(['gateway/OPERATORS_TOKEN', 'operator/OPERATORS_TOKEN']);
  });

  it('find what is wrong in a value before a process does', () => {
    const environment = environmentOf(containerOf(manifests(), 'gateway'), manifests(), () => 'no key');
    const needs = needsOf.get('gateway');
    expect(() => needs && processSettings(needs, environment)).toThrow(/SIGNING_KEY[^]*TRUSTED_KEYS/);
  });
});
