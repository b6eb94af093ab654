import { randomBytes, X509Certificate } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUTHORITY, authorityIn, type CertificateFiles, filesIn } from './files.ts';
import { type Certified, newAuthority, newCertificate, type Subject } from './authority.ts';

/** Whose certificate stands in a folder of that name. */
export interface Declared extends Subject {
  /** Whether key and certificate are wanted in one file, too, as Kafka reads them. */
  readonly keystore?: boolean;
  /** The user who may read the key, by number; whoever makes it unless told. */
  readonly owner?: number | undefined;
}

/** How the certificate of a folder stands. */
export interface Standing {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly until: Date;
}

const DAY_MS = 86_400_000;
/** A month is time enough for whoever looks once a week. */
const A_MONTH = 30;
const SERVER_ONLY = 0o600;
const FOR_ALL = 0o644;

/** The certificates of an installation: one folder a name, so that each can be given to its own process alone, and one of the authority. */
export class CertificateFolder {
  private readonly path: string;
  private readonly renewedBefore: number;

  /** @param renewedBefore days before its end that a certificate is made anew: more than pass between two looks */
  constructor(path: string, renewedBefore = A_MONTH) {
    this.path = path;
    this.renewedBefore = renewedBefore;
  }

  /** The certificate of the authority, as a file. */
  get authority(): string {
    return authorityIn(this.path);
  }

  files(name: string): CertificateFiles {
    return filesIn(join(this.path, name));
  }

  /** Makes what is missing, what ends soon (within a month unless told), and what names other hosts than declared; answers the names of those. */
  async ensure(declared: readonly Declared[], now = new Date()): Promise<readonly string[]> {
    const authority = await this.ensureAuthority(now);
    return this.make(
      declared.filter((one) => !this.isGood(one, authority, now)),
      authority,
      now,
    );
  }

  /** Makes all anew, whatever stands there. The authority stays, so that whoever still has the old one is believed beside the new. */
  async renew(declared: readonly Declared[], now = new Date()): Promise<readonly string[]> {
    return this.make(declared, await this.ensureAuthority(now), now);
  }

  /** How a certificate stands; undefined where there is none. */
  standing(name: string): Standing | undefined {
    const { cert } = this.files(name);
    if (!existsSync(cert)) return undefined;
    const { subjectAltName = '', validToDate: until } = new X509Certificate(readFileSync(cert));
    return { name, hosts: subjectAltName.split(', ').map(hostOf), until };
  }

  private isGood(declared: Declared, { certificate }: Certified, now: Date): boolean {
    const files = this.files(declared.name);
    const there = [files.cert, files.key, ...(declared.keystore ? [files.keystore] : [])];
    const standing = this.standing(declared.name);
    if (!standing || !there.every((file) => existsSync(file))) return false;
    return (
      new X509Certificate(readFileSync(files.cert)).verify(new X509Certificate(certificate).publicKey) &&
      standing.until.getTime() - now.getTime() > this.renewedBefore * DAY_MS &&
      standing.hosts.join() === declared.hosts.join()
    );
  }

  private async make(declared: readonly Declared[], authority: Certified, now: Date): Promise<readonly string[]> {
    for (const one of declared) this.put(one, await newCertificate(authority, one, now), authority.certificate);
    return declared.map(({ name }) => name);
  }

  private put(declared: Declared, { certificate, key }: Certified, authority: string): void {
    const files = this.files(declared.name);
    const put = (file: string, text: string, mode: number): void => written(file, { text, mode, ...declared });
    mkdirSync(join(this.path, declared.name), { recursive: true });
    put(files.ca, authority, FOR_ALL);
    put(files.key, key, SERVER_ONLY);
    put(files.cert, certificate, FOR_ALL);
    if (declared.keystore) put(files.keystore, `${key}${certificate}`, SERVER_ONLY);
  }

  private async ensureAuthority(now: Date): Promise<Certified> {
    const { cert, key } = this.files(AUTHORITY);
    if (!existsSync(cert) || !existsSync(key)) {
      // A name of its own: who believes two installations tells their authorities apart.
      const made = await newAuthority(`zhibu ${randomBytes(4).toString('hex')}`, now);
      mkdirSync(join(this.path, AUTHORITY), { recursive: true });
      written(key, { text: made.key, mode: SERVER_ONLY });
      written(cert, { text: made.certificate, mode: FOR_ALL });
    }
    return { certificate: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  }
}

/** As Node writes alternative names: `DNS:gateway`, `IP Address:127.0.0.1`. */
const hostOf = (name: string): string => name.replace(/^(DNS|IP Address):/, '');

/** Whole or not at all, and never readable by more than it is to be. */
function written(
  file: string,
  { text, mode, owner }: { readonly text: string; readonly mode: number; readonly owner?: number | undefined },
): void {
  writeFileSync(`${file}.new`, text, { mode, flush: true });
  if (owner !== undefined) chownSync(`${file}.new`, owner, owner);
  renameSync(`${file}.new`, file);
}
