import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateFolder, type Declared } from './folder.ts';

const gateway: Declared = { name: 'gateway', hosts: ['gateway', '127.0.0.1'] };
const kafka: Declared = { name: 'kafka', hosts: ['kafka'], keystore: true };
const now = new Date('2026-03-01T00:00:00Z');
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

let path: string;
let folder: CertificateFolder;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'zhibu-certificates-'));
  folder = new CertificateFolder(path);
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

const text = (file: string): string => readFileSync(file, 'utf8');
const permissions = (file: string): string => (statSync(file).mode & 0o777).toString(8);

it('makes what is missing, each in a folder of its own with the authority beside it, and then nothing', async () => {
  expect(await folder.ensure([gateway, kafka], now)).toEqual(['gateway', 'kafka']);
  const { cert, ca } = folder.files('gateway');
  expect(text(ca)).toBe(text(folder.authority));
  expect(new X509Certificate(text(cert)).verify(new X509Certificate(text(ca)).publicKey)).toBe(true);
  expect(await folder.ensure([gateway, kafka], now)).toEqual([]);
});

it('lets nobody but its owner read a key, alone or in a keystore', async () => {
  await folder.ensure([kafka], now);
  const { key, keystore, cert } = folder.files('kafka');
  const keys = [key, keystore, folder.files('authority').key];
  expect(keys.map(permissions)).toEqual(['600', '600', '600']);
  expect(text(keystore)).toBe(`${text(key)}${text(cert)}`);
});

it('makes anew what ends within a month, and leaves what holds longer', async () => {
  await folder.ensure([gateway], now);
  expect(await folder.ensure([gateway], later(825 - 31))).toEqual([]);
  expect(await folder.ensure([gateway], later(825 - 29))).toEqual(['gateway']);
  expect(folder.standing('gateway')?.until).toEqual(later(825 - 29 + 825));
});

it('makes anew what names other hosts than declared, what misses a file, and what another authority has signed', async () => {
  await folder.ensure([gateway, kafka], now);
  expect(await folder.ensure([{ ...gateway, hosts: ['gateway', 'zhibu.example'] }], now)).toEqual(['gateway']);
  unlinkSync(folder.files('kafka').keystore);
  expect(await folder.ensure([kafka], now)).toEqual(['kafka']);
  rmSync(join(path, 'authority'), { recursive: true });
  expect(await folder.ensure([kafka], now)).toEqual(['kafka']);
});

it('renews what still holds, under the same authority', async () => {
  await folder.ensure([gateway], now);
  const [authority, before] = [text(folder.authority), text(folder.files('gateway').cert)];
  expect(await folder.renew([gateway], now)).toEqual(['gateway']);
  expect([text(folder.authority), text(folder.files('gateway').ca)]).toEqual([authority, authority]);
  expect(text(folder.files('gateway').cert)).not.toBe(before);
});
