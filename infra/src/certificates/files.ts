import { join } from 'node:path';

/** The files of one who proves himself by a certificate, and the authority that all believe. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  /** Key and certificate in one, where that was declared. */
  readonly keystore: string;
}

/** Where a data folder has its certificates. */
export const certificatesIn = (data: string): string => join(data, 'certificates');

/** The files in the folder of one who proves himself by a certificate. */
export const filesIn = (folder: string): CertificateFiles => ({
  cert: join(folder, 'cert.pem'),
  key: join(folder, 'key.pem'),
  ca: join(folder, 'ca.pem'),
  keystore: join(folder, 'keystore.pem'),
});

/** The folder of who signed the others. */
export const AUTHORITY = 'authority';

/** The certificate of who signed the others, as a file. @param folder of all certificates */
export const authorityIn = (folder: string): string => filesIn(join(folder, AUTHORITY)).cert;
