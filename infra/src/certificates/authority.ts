import 'reflect-metadata';
import { randomBytes, type webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  AuthorityKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key (PKCS#8), both in PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a certificate names. */
export interface Subject {
  /** Its common name; the brokers know whoever shows them a certificate by it. */
  readonly name: string;
  /** Host names and addresses at which it is reached. */
  readonly hosts: readonly string[];
}

const DAY_MS = 86_400_000;
/** A clock that is behind believes a certificate of this moment, too. */
const BEFORE_MS = 3_600_000;
const AUTHORITY_DAYS = 3_650;
/** The longest that browsers believe one whose authority the machine's owner has added. */
export const LEAF_DAYS = 825;
/** Every TLS stack of the platform takes it: Node's, Java's, PostgreSQL's. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const SERIAL_BYTES = 16;

/** Makes an authority of an installation: a key pair, and a certificate signed by itself. */
export async function newAuthority(name: string, now = new Date()): Promise<Certified> {
  const keys = await newPair();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    ...validity(now, AUTHORITY_DAYS),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: textOf(certificate), key: await keyOf(keys) };
}

/** Makes a certificate, by which a server and a client may prove themselves, signed by an authority. It is good for {@link LEAF_DAYS} days. */
export async function newCertificate(authority: Certified, subject: Subject, now = new Date()): Promise<Certified> {
  const keys = await newPair();
  const issuer = new X509Certificate(authority.certificate);
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${subject.name}`,
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await signingKey(authority),
    signingAlgorithm: algorithm,
    ...validity(now, LEAF_DAYS),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(
        subject.hosts.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: textOf(certificate), key: await keyOf(keys) };
}

const validity = (now: Date, days: number) => ({
  serialNumber: positive(randomBytes(SERIAL_BYTES)).toString('hex'),
  notBefore: new Date(now.getTime() - BEFORE_MS),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});

/** A serial number is positive and has no leading zero (RFC 5280, 4.1.2.2). */
function positive(bytes: Buffer): Buffer {
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes;
}

async function newPair(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

const signingKey = ({ key }: Certified): Promise<webcrypto.CryptoKey> =>
  crypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(key), algorithm, false, ['sign']);

const keyOf = async ({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> =>
  `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', privateKey), PemConverter.PrivateKeyTag)}\n`;
const textOf = (certificate: X509Certificate): string => `${certificate.toString('pem')}\n`;
