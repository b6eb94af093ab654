import { expect, it } from '@jest/globals';
import { evidencePlaceFrom } from './chosen.adapter.ts';
import { FolderContent } from './folder.adapter.ts';
import { noContent } from './no-content.adapter.ts';
import { S3Content } from './s3.adapter.ts';

const bucket = {
  EVIDENCE_S3_URL: 'http://s3:9000',
  EVIDENCE_S3_BUCKET: 'evidence',
  EVIDENCE_S3_KEY_ID: 'k',
  EVIDENCE_S3_SECRET: 's',
};

it('keeps evidence in a folder, in a bucket where one is named beside it, and nowhere where nothing is told', () => {
  expect(evidencePlaceFrom({ EVIDENCE_FOLDER: '/evidence' })).toMatchObject({ limit: 20 << 20 });
  expect(evidencePlaceFrom({ EVIDENCE_FOLDER: '/evidence' }).content).toBeInstanceOf(FolderContent);
  expect(evidencePlaceFrom({ EVIDENCE_FOLDER: '/evidence', ...bucket }).content).toBeInstanceOf(S3Content);
  expect(evidencePlaceFrom({ EVIDENCE_S3_URL: '' }).content).toBe(noContent);
});

it('names every setting of a bucket that is missing, and shows no secret', () => {
  expect(() => evidencePlaceFrom({ EVIDENCE_S3_URL: 'http://s3:9000', EVIDENCE_S3_BUCKET: 'No Bucket' })).toThrow(
    /EVIDENCE_S3_BUCKET is "No Bucket"[^]*EVIDENCE_S3_KEY_ID is missing[^]*EVIDENCE_S3_SECRET is missing/,
  );
});

it('refuses files by name where no place is told', async () => {
  for (const asked of [
    () => noContent.sizeOf('a'),
    () => noContent.read('a'),
    () => noContent.keep('a', 1, (async function* () {})()),
  ])
    await expect(asked()).rejects.toMatchObject({ code: 'EVIDENCE_NOT_KEPT' });
});
