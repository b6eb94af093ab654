import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AUTHORITY } from '../certificates/files.ts';
import { kubernetesCertificates, POSTGRES } from '../certificates/declaration.ts';
import { CertificateFolder, type Declared } from '../certificates/folder.ts';
import { completed, secretKeys } from './secrets.ts';

const OWNER_ONLY = 0o700;
const SERVER_ONLY = 0o600;
/** Thirteen months: whoever looks once a year finds in time what ends before he looks again. */
const RENEWED_BEFORE_DAYS = 396;
/** A certificate in PEM. */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
/** CloudNativePG takes a new certificate for its instances only from Secrets that it is told to watch. */
const WATCHED_BY_CLOUDNATIVEPG = { labels: { 'cnpg.io/reload': 'true' } };
const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: zhibu
  labels:
    pod-security.kubernetes.io/enforce: restricted
    pod-security.kubernetes.io/enforce-version: latest
    pod-security.kubernetes.io/audit: restricted
    pod-security.kubernetes.io/warn: restricted
`;

/** What an operator says of an installation; the folder keeps it, and adds what is said later. */
export interface GivenSettings {
  /** By which users know the gateway. */
  readonly hosts: readonly string[];
  /** Certificates, in PEM, of authorities that are believed beside the platform's own. */
  readonly authorities: string;
}

/** What was made, by the names of Secrets and certificates. */
export interface MadeSecrets {
  readonly secrets: readonly string[];
  readonly certificates: readonly string[];
}

/** The files of an installation's Secrets: `secrets/<Secret>/<key>`, certificates, and the kustomization that makes Secrets of them. */
export class SecretsFolder {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Whether whoever commits the work around it would commit it, too. */
  get isInRepository(): boolean {
    for (let folder = this.path; ; folder = dirname(folder)) {
      if (existsSync(join(folder, '.git'))) return true;
      if (folder === dirname(folder)) return false;
    }
  }

  /**
   * Makes what is missing, and the certificates that end within thirteen months; what is there stays, and what was given before.
   * @returns undefined where keys are missing of those that name one another
   */
  async ensure(given: GivenSettings): Promise<MadeSecrets | undefined> {
    const values = completed(this.values());
    if (!values) return undefined;
    mkdirSync(this.path, { recursive: true, mode: OWNER_ONLY });
    const missing = secretKeys.filter(({ secret, key }) => !existsSync(this.file(secret, key)));
    for (const { secret, key, value } of missing) this.put(join('secrets', secret, key), values.get(value) ?? '');
    const hosts = this.kept('hosts', given.hosts, /\S+/g);
    const authorities = this.kept('authorities.pem', [given.authorities], CERTIFICATE);
    const declared = kubernetesCertificates(hosts);
    const folder = new CertificateFolder(join(this.path, 'certificates'), RENEWED_BEFORE_DAYS);
    const certificates = await folder.ensure(declared);
    const authority = readFileSync(this.certificate(AUTHORITY, 'cert.pem'), 'utf8');
    this.put('authorities.pem', [authority.trim(), ...authorities, ''].join('\n'));
    this.put('namespace.yaml', NAMESPACE);
    this.put('kustomization.yaml', this.kustomization(declared));
    return { secrets: [...new Set(missing.map(({ secret }) => secret))], certificates };
  }

  /** What was given of one kind, before and now, each once: in a file, from which a person takes what holds no longer. */
  private kept(name: string, now: readonly string[], each: RegExp): readonly string[] {
    const path = join('given', name);
    const before = existsSync(join(this.path, path)) ? readFileSync(join(this.path, path), 'utf8') : '';
    const all = [...new Set([before, ...now].join('\n').match(each))];
    this.put(path, all.map((one) => `${one}\n`).join(''));
    return all;
  }

  private values(): ReadonlyMap<string, string> {
    const there = secretKeys.filter(({ secret, key }) => existsSync(this.file(secret, key)));
    return new Map(there.map(({ secret, key, value }) => [value, readFileSync(this.file(secret, key), 'utf8').trim()]));
  }

  /** Secrets of every folder in `secrets`, those that others give among them, and of every certificate. */
  private kustomization(declared: readonly Declared[]): string {
    const given = readdirSync(join(this.path, 'secrets'), { withFileTypes: true }).filter((one) => one.isDirectory());
    const secrets = given.map(({ name }) => ({
      name,
      files: readdirSync(join(this.path, 'secrets', name)).map((key) => `${key}=secrets/${name}/${key}`),
    }));
    const certificates = declared.map(({ name }) => ({
      name: `${name}-tls`,
      type: 'kubernetes.io/tls',
      files: [
        `tls.crt=certificates/${name}/cert.pem`,
        `tls.key=certificates/${name}/key.pem`,
        'ca.crt=authorities.pem',
      ],
      ...(name === POSTGRES ? { options: WATCHED_BY_CLOUDNATIVEPG } : {}),
    }));
    // JSON is YAML.
    const told = {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: 'zhibu',
      resources: ['namespace.yaml'],
      generatorOptions: { disableNameSuffixHash: true, labels: { 'app.kubernetes.io/part-of': 'zhibu' } },
      secretGenerator: [...secrets, ...certificates],
      configMapGenerator: [{ name: 'authority', files: ['ca.crt=authorities.pem'] }],
    };
    return `${JSON.stringify(told, undefined, 2)}\n`;
  }

  private file = (secret: string, key: string): string => join(this.path, 'secrets', secret, key);
  private certificate = (name: string, file: string): string => join(this.path, 'certificates', name, file);

  private put(path: string, text: string): void {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY });
    writeFileSync(file, text, { mode: SERVER_ONLY });
  }
}
