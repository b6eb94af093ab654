import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ConfigurationError, optional, type Setting } from './configuration.ts';

/** A PEM file by its name, as what it holds. @param isOne throws, or answers false, for what is none */
const pem = (holds: string, isOne: (text: string) => boolean): Setting<string> => ({
  says: `a file in PEM with ${holds}`,
  read: (file) => {
    try {
      const text = readFileSync(file, 'utf8');
      return isOne(text) ? text : undefined;
    } catch {
      return undefined;
    }
  },
});

/** The first of a file is read, as whoever shows it does. */
const certificates = (text: string): boolean => new X509Certificate(text).subject !== undefined;
const privateKey = (text: string): boolean => /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);

/** What a process proves itself by to whoever connects, and whom it believes when it connects. */
export const tlsSettings = {
  TLS_CERT: optional(pem('the certificate of this process, and those between it and who signed them', certificates)),
  TLS_KEY: optional(pem('its private key', privateKey)),
  TLS_CA: optional(pem('the certificates of who signs those of the others', certificates)),
};

/** Certificate and key of a server. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
}

/** What a Nest application is made with, so that its server speaks HTTPS where it is told by what. */
export const speaking = (tls: ServerTls | undefined): { readonly httpsOptions?: ServerTls } =>
  tls ? { httpsOptions: tls } : {};

type Told = Readonly<Record<keyof typeof tlsSettings, string | null>>;

/** What the server of a process is made with; undefined: it speaks plain HTTP. @throws ConfigurationError for one without the other */
export function serverTls({ TLS_CERT: cert, TLS_KEY: key }: Omit<Told, 'TLS_CA'>): ServerTls | undefined {
  if (cert !== null && key !== null) return { cert, key };
  if (cert !== null || key !== null)
    throw new ConfigurationError(`${cert === null ? 'TLS_CERT' : 'TLS_KEY'} is missing, and the other is given`);
  return undefined;
}

/**
 * Believes, beside who is believed anyway, who signed the certificates of the other processes: in every connection that this
 * process opens from now on, to doors, PostgreSQL and Kafka. Which process knocks is proven by its signed token.
 */
export function believeAuthority({ TLS_CA }: Pick<Told, 'TLS_CA'>): void {
  if (TLS_CA !== null) setDefaultCACertificates([...getCACertificates('default'), TLS_CA]);
}
