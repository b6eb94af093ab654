import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CERTIFICATE } from '../testing/certificate.ts';
import { readConfiguration } from './configuration.ts';
import { tlsSettings } from './tls-settings.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhibu-tls-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string): Promise<string | null> {
  const file = join(folder, 'tls.crt');
  await writeFile(file, text);
  return readConfiguration(tlsSettings, { TLS_CERT: file }).TLS_CERT;
}

it('takes a certificate as it stands, with those above it', async () => {
  expect(await read(CERTIFICATE)).toBe(CERTIFICATE);
  expect(await read(`${CERTIFICATE}\n${CERTIFICATE}`)).toContain(CERTIFICATE);
});

it.each([
  ['cut off', CERTIFICATE.slice(0, 200)],
  ['altered', CERTIFICATE.replace('MIIBDzCB', 'AAAAAAAA')],
  ['of another kind', CERTIFICATE.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST')],
  ['empty', ''],
])('names the setting where a certificate is %s', async (_, text) => {
  await expect(read(text)).rejects.toThrow(/TLS_CERT .*a file in PEM/);
});
