import { needed, optional, readConfiguration, secret, type Setting, url, wholeNumber, words } from '@zhibu/service-kit';
import type { EvidenceContent } from './content.ts';
import { FolderContent } from './folder.adapter.ts';
import { noContent } from './no-content.adapter.ts';
import { S3Content } from './s3.adapter.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where contents are kept, and how large one may be: what a bucket is reached by is needed only where one is named. */
export function evidenceSettings(environment: Environment) {
  const isOnS3 = Boolean(environment['EVIDENCE_S3_URL']);
  return {
    EVIDENCE_FOLDER: optional(words()),
    EVIDENCE_S3_URL: optional(url(['http:', 'https:'])),
    EVIDENCE_S3_BUCKET: needed(isOnS3, bucketName),
    EVIDENCE_S3_REGION: words('us-east-1'),
    EVIDENCE_S3_KEY_ID: needed(isOnS3, words()),
    EVIDENCE_S3_SECRET: secret(needed(isOnS3, words())),
    EVIDENCE_LIMIT_MB: wholeNumber({ min: 1, max: 100, fallback: 20 }),
  };
}

const bucketName: Setting<string> = {
  says: 'the name of a bucket (lower case letters, digits, points and hyphens)',
  read: (text) => (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) ? text : undefined),
};

const BYTES_A_MB = 1 << 20;

/** What files of evidence are taken in by. */
export interface EvidencePlace {
  readonly content: EvidenceContent;
  /** The most bytes of one file. */
  readonly limit: number;
}

/** A bucket where one is named, else the folder. @throws ConfigurationError */
export function evidencePlaceFrom(environment: Environment): EvidencePlace {
  const settings = readConfiguration(evidenceSettings(environment), environment);
  return { content: contentFrom(settings), limit: settings.EVIDENCE_LIMIT_MB * BYTES_A_MB };
}

type Settings = ReturnType<typeof readConfiguration<ReturnType<typeof evidenceSettings>>>;

function contentFrom(settings: Settings): EvidenceContent {
  const { EVIDENCE_FOLDER: folder, EVIDENCE_S3_URL: server, EVIDENCE_S3_REGION: region } = settings;
  const { EVIDENCE_S3_BUCKET: bucket, EVIDENCE_S3_KEY_ID: keyId, EVIDENCE_S3_SECRET: secretKey } = settings;
  if (server !== null && bucket !== null && keyId !== null && secretKey !== null)
    return new S3Content({ url: server, bucket, region, keyId, secret: secretKey });
  return folder === null ? noContent : new FolderContent(folder);
}
