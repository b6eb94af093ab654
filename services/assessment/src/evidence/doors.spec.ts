import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { byService, dutyStream, type ServiceName, sixHavesNames } from '@zhibu/contracts';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { InMemoryEventStore } from '@zhibu/event-store';
import { feedMigrations, StoreFeedSource } from '@zhibu/feed';
import { closed, createService, ownKeys, type Sender, TokenIssuer } from '@zhibu/service-kit';
import { assessmentService, assessmentServiceIn } from '../assessment.module.ts';
import { Register } from '../testing/facts.ts';
import { ContentSweep } from './sweep.adapter.ts';
import { entry } from '../testing/files.ts';

const { signing, trusted } = ownKeys();
const issuer = new TokenIssuer(signing);
const operator: Sender = { actor: { personId: 'p-1', role: 'operator' } };
const secretary: Sender = { actor: { personId: 'p-2', role: 'person' }, session: 's' };
const stores = byService(() => new InMemoryEventStore());
let database: TemporaryDatabase;
let app: NestExpressApplication;
let url: string;
let folder: string;

beforeAll(async () => {
  database = await temporaryDatabase();
  folder = await mkdtemp(join(tmpdir(), 'zhibu-evidence-'));
  const { service } = await database.schema('assessment', [feedMigrations, ...assessmentService.migrations]);
  const sources = (name: ServiceName) => new StoreFeedSource(name, stores[name]);
  const definition = assessmentServiceIn({ EVIDENCE_FOLDER: folder, EVIDENCE_LIMIT_MB: '1' });
  app = await createService(definition, { store: stores.assessment, database: service, sources, trusted });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  const register = new Register()
    .registered('W', 'work-committee')
    .registered('U', 'unit', { parentId: 'W' })
    .branch('B1', 'U')
    .branch('B2', 'U');
  for (const event of register.events()) await stores.organization.append(event.stream, 'no-stream', [event]);
  const [first] = register.events();
  const duty = {
    dutyId: '00000000-0000-5000-8000-000000000001',
    duty: 'branch-secretary',
    organizationId: 'B1',
    personId: 'p-2',
    from: '2020-01-01',
  };
  const data = { ...duty, basis: { documentNo: '1' }, confirmerId: 'p-9' };
  if (first)
    await stores.organization.append(dutyStream('p-2'), 'no-stream', [
      { ...first, id: '00000000-0000-4000-8000-000000000001', type: 'DutyAssigned', data },
    ]);
});
afterAll(async () => {
  await closed(app);
  await database.drop();
  await rm(folder, { recursive: true });
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const pdf = (says: string): Buffer => Buffer.from(`%PDF-1.7\n${says}`);

interface Put {
  readonly sha256?: string;
  readonly query?: string;
  readonly sender?: Sender;
  readonly headers?: Readonly<Record<string, string>>;
}

async function put(
  bytes: Buffer,
  { sha256 = hashOf(bytes), query = 'organization=B1', sender = operator, headers }: Put = {},
) {
  const path = `/evidence/${sha256}?${query}`;
  const authorization = await issuer.authorization('assessment', sender, { method: 'PUT', path, bodySha256: sha256 });
  const response = await fetch(`${url}${path}`, { method: 'PUT', body: bytes, headers: { authorization, ...headers } });
  const body = (await response.json()) as { readonly code?: string };
  return { status: response.status, body, code: body.code };
}

async function get(path: string): Promise<Response> {
  const authorization = await issuer.authorization('assessment', 'read', { method: 'GET', path });
  return fetch(`${url}${path}`, { headers: { authorization } });
}

async function command(name: string, data: object): Promise<unknown> {
  const asked = { method: 'POST', path: `/commands/${name}`, body: JSON.stringify({ data }) };
  const authorization = await issuer.authorization('assessment', operator, asked);
  const headers = { 'content-type': 'application/json', authorization };
  const body = (await (await fetch(`${url}${asked.path}`, { ...asked, headers })).json()) as Record<string, unknown>;
  return body['code'] ?? (body['events'] as { type: string }[]).map(({ type }) => type);
}

const eventsOf = async (sha256: string): Promise<readonly string[]> =>
  (await stores.assessment.readStream(`evidence-${sha256}`, 0)).map(({ type }) => type);
const filesIn = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{64}$|incoming\/./.test(name));

it('takes a file in, records it once, and gives it back as it came', async () => {
  const bytes = pdf('一');
  const sha256 = hashOf(bytes);
  const query = `organization=B1&name=${encodeURIComponent('记录.pdf')}&takenOn=2023-01-05`;
  const first = await put(bytes, { query });
  expect(first).toMatchObject({
    status: 201,
    body: {
      sha256,
      organizationId: 'B1',
      name: '记录.pdf',
      size: bytes.length,
      type: 'application/pdf',
      takenOn: '2023-01-05',
    },
  });
  expect(await put(bytes, { query })).toMatchObject({ status: 200, body: first.body });
  expect(await eventsOf(sha256)).toEqual(['EvidenceRegistered']);
  expect(Buffer.from(await (await get(`/evidence/${sha256}`)).arrayBuffer()).equals(bytes)).toBe(true);
  expect(await (await get(`/evidence/${sha256}/organizations`)).json()).toMatchObject({
    organizations: [{ organizationId: 'B1', removed: false }],
  });
});

it('calls a file by its hash that nobody names', async () => {
  const bytes = pdf('无名');
  expect((await put(bytes)).body).toMatchObject({ name: `${hashOf(bytes).slice(0, 12)}.pdf` });
});

it('takes the same file twice at once, and for two organizations, and keeps it once', async () => {
  const bytes = pdf('二');
  const both = await Promise.all([put(bytes), put(bytes), put(bytes, { query: 'organization=B2' })]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201, 201]);
  expect(await eventsOf(hashOf(bytes))).toEqual(['EvidenceRegistered', 'EvidenceRegistered']);
  expect((await filesIn()).filter((name) => name.endsWith(hashOf(bytes)))).toHaveLength(1);
});

it.each<[string, Buffer, Put, number, string]>([
  ['of another hash', pdf('三'), { sha256: 'c'.repeat(64) }, 400, 'EVIDENCE_OTHER_HASH'],
  [
    'that is a ZIP named a photograph',
    entry('照片.jpg', 'x'),
    { query: 'organization=B1&name=a.jpg' },
    415,
    'EVIDENCE_TYPE_UNKNOWN',
  ],
  [
    'that is a PDF named a photograph',
    pdf('四'),
    { query: 'organization=B1&name=a.jpg' },
    415,
    'EVIDENCE_NAMED_OTHERWISE',
  ],
  ['that is empty', Buffer.alloc(0), {}, 415, 'EVIDENCE_TYPE_UNKNOWN'],
  ['of an unknown organization', pdf('五'), { query: 'organization=B9' }, 404, 'ORGANIZATION_UNKNOWN'],
  ['of no organization', pdf('五'), { query: '' }, 400, 'INPUT_INVALID'],
  ['with a path for a name', pdf('五'), { query: 'organization=B1&name=../a.pdf' }, 400, 'INPUT_INVALID'],
  ['of tomorrow', pdf('五'), { query: 'organization=B1&takenOn=2999-01-01' }, 400, 'EFFECTIVE_IN_FUTURE'],
  [
    'of another branch than the secretary’s',
    pdf('六'),
    { sender: secretary, query: 'organization=B2' },
    404,
    'ORGANIZATION_UNKNOWN',
  ],
  ['of a unit above the secretary’s', pdf('六'), { sender: secretary, query: 'organization=U' }, 403, 'DUTY_MISSING'],
  ['that is too large', pdf('七'.repeat(400_000)), {}, 413, 'EVIDENCE_TOO_LARGE'],
  ['that is compressed', pdf('八'), { headers: { 'content-encoding': 'gzip' } }, 400, 'ENCODING_UNSUPPORTED'],
  ['under what is no hash', pdf('九'), { sha256: 'A'.repeat(64) }, 400, 'INPUT_INVALID'],
])('refuses a file %s, and keeps nothing', async (...[, bytes, asked, status, code]) => {
  const before = await filesIn();
  expect(await put(bytes, asked)).toMatchObject({ status, code });
  expect(await filesIn()).toEqual(before);
  expect([...(await eventsOf(hashOf(bytes))), ...(await eventsOf(asked.sha256 ?? ''))]).toEqual([]);
});

it('takes away what nobody registered an hour after it came', async () => {
  const sha256 = 'ab'.repeat(32);
  const inner = join(folder, 'ab', 'ab');
  await mkdir(inner, { recursive: true });
  await writeFile(join(inner, sha256), 'left');
  await utimes(join(inner, sha256), 0, 0);
  expect([await app.get(ContentSweep).sweep(), (await get(`/evidence/${sha256}`)).status]).toEqual([1, 404]);
});

it('takes a file from the secretary of its branch, once; and nobody beside him removes it', async () => {
  const bytes = pdf('十');
  expect(await put(bytes, { sender: secretary })).toMatchObject({ status: 201 });
  expect(await put(bytes, { sender: secretary })).toMatchObject({ status: 200 });
  const data = { sha256: hashOf(bytes), organizationId: 'B1', reason: '误传' };
  expect(await command('RemoveEvidence', data)).toBe('EVIDENCE_OF_OTHERS');
});

it('keeps nothing of an upload that is cut off', async () => {
  const bytes = pdf('断'.repeat(50_000));
  const sha256 = hashOf(bytes);
  const before = await filesIn();
  const path = `/evidence/${sha256}?organization=B1`;
  const authorization = await issuer.authorization('assessment', operator, { method: 'PUT', path, bodySha256: sha256 });
  const headers = { authorization, 'content-length': String(bytes.length) };
  const sent = request(`${url}${path}`, { method: 'PUT', headers }).on('error', () => undefined);
  sent.write(bytes.subarray(0, 100_000));
  while ((await filesIn()).length === before.length) await pause(10);
  sent.destroy();
  while ((await filesIn()).length > before.length) await pause(10);
  expect(await eventsOf(sha256)).toEqual([]);
});

it('believes nobody whose token is for another file', async () => {
  const [bytes, other] = [pdf('甲'), pdf('乙')];
  const path = `/evidence/${hashOf(bytes)}?organization=B1`;
  const authorization = await issuer.authorization('assessment', operator, {
    method: 'PUT',
    path,
    bodySha256: hashOf(other),
  });
  const response = await fetch(`${url}${path}`, { method: 'PUT', body: bytes, headers: { authorization } });
  expect([response.status, (await (await fetch(`${url}/evidence/${hashOf(bytes)}`)).json()) as object]).toMatchObject([
    401,
    { code: 'ACTOR_MISSING' },
  ]);
});

it('registers no hash without its file, though another organization has it', async () => {
  const bytes = pdf('丙');
  await put(bytes);
  const data = { sha256: hashOf(bytes), organizationId: 'B2', name: 'a.pdf' };
  expect(await command('RegisterEvidence', data)).toBe('EVIDENCE_NOT_RECEIVED');
  expect(await command('RegisterEvidence', { ...data, organizationId: 'B1' })).toEqual([]);
});

it('takes the content away once nobody has it any more, keeps the hash, and takes it in anew', async () => {
  const bytes = pdf('丁');
  const sha256 = hashOf(bytes);
  for (const organization of ['B1', 'B2']) await put(bytes, { query: `organization=${organization}` });
  const remove = (organizationId: string) => command('RemoveEvidence', { sha256, organizationId, reason: '误传' });
  expect(await remove('B1')).toEqual(['EvidenceRemoved']);
  expect((await get(`/evidence/${sha256}`)).status).toBe(200);
  expect([await remove('B2'), await remove('B2')]).toEqual([['EvidenceRemoved'], []]);
  while ((await get(`/evidence/${sha256}`)).status !== 404) await pause(20);
  expect(await put(bytes)).toMatchObject({ status: 201 });
  expect((await get(`/evidence/${sha256}`)).status).toBe(200);
  expect(await eventsOf(sha256)).toHaveLength(5);
});

it('is taken in at once however shortly before it was removed', async () => {
  const bytes = pdf('辛');
  const data = { sha256: hashOf(bytes), organizationId: 'B1', reason: '误传' };
  for (let times = 0; times < 5; times += 1) {
    expect(await put(bytes)).toMatchObject({ status: 201 });
    expect(await command('RemoveEvidence', data)).toEqual(['EvidenceRemoved']);
  }
});

it('is named by commands as a hash that is known for the branch, or for one above it', async () => {
  const [own, above, others] = [pdf('戊'), pdf('己'), pdf('庚')];
  await put(own);
  await put(above, { query: 'organization=U' });
  await put(others, { query: 'organization=B2' });
  const check = (...evidence: readonly string[]) => {
    const items = sixHavesNames.map((item) => ({ item, standing: 'met', evidence }));
    return command('RecordSixHaves', { branchId: 'B1', occasion: 'yearly', items });
  };
  expect(await check(hashOf(own), hashOf(above), '台账')).toEqual(['SixHavesRecorded']);
  expect(await check(hashOf(others))).toBe('EVIDENCE_UNKNOWN');
  const rating = { branchId: 'B1', scheme: 'stars', period: '2022', rater: 'own' };
  const entries = [{ item: 'T1', deduction: '1', evidence: ['f'.repeat(64)] }];
  expect(await command('SubmitRating', { ...rating, entries })).toBe('EVIDENCE_UNKNOWN');
});
