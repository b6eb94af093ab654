import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations, InMemoryEventStore, PostgresEventStore } from '@zhibu/event-store';
import { feedMigrations, StoreFeedSource } from '@zhibu/feed';
import { addMonths, dayOf } from '@zhibu/kernel';
import { createService, ownKeys, TokenIssuer } from '@zhibu/service-kit';
import { organizationService } from './organization.module.ts';

type App = Awaited<ReturnType<typeof createService>>;
interface Answered {
  readonly status: number;
  readonly code?: string;
  readonly events?: readonly { type: string }[];
  readonly [fact: string]: unknown;
}

let database: TemporaryDatabase;
let store: PostgresEventStore;
let app: App;
let base: string;

beforeAll(async () => {
  database = await temporaryDatabase();
  const schema = await database.schema('organization', [
    eventStoreMigrations,
    feedMigrations,
    ...organizationService.migrations,
  ]);
  store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'organization' });
  const others = new InMemoryEventStore();
  app = await createService(organizationService, {
    store,
    database: schema.service,
    trusted,
    sources: (service) => new StoreFeedSource(service, service === 'organization' ? store : others),
  });
  await app.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  await register('P', 'province');
  await register('C', 'city', 'P');
  await register('W', 'work-committee', 'C');
});
afterAll(async () => {
  await app.close();
  await store.close();
  await database.drop();
});

const { signing, trusted } = ownKeys();
const issuer = new TokenIssuer(signing);
const permission = { actor: { personId: 'operator', role: 'operator' } };

async function post(path: string, body: object): Promise<Answered> {
  const asked = { method: 'POST', path, body: JSON.stringify(body) };
  const authorization = await issuer.authorization('organization', permission, asked);
  const headers = { 'content-type': 'application/json', authorization };
  const response = await fetch(`${base}${path}`, { ...asked, headers });
  return { ...((await response.json()) as object), status: response.status };
}
const send = (name: string, data: object): Promise<Answered> => post(`/commands/${name}`, { data });
const registration = (code: string, kind: string, parentId?: string): object => ({
  code,
  kind,
  parentId,
  name: `组织${code}`,
  openedOn: '2010-01-01',
});
const register = (code: string, kind: string, parentId?: string): Promise<Answered> =>
  send('RegisterOrganization', registration(code, kind, parentId));
const on = (organizationId: string, effectiveOn: string): object => ({
  organizationId,
  effectiveOn,
  reason: '机构改革',
});
const activity = (branchId: string, externalId: string, heldOn: string): object => ({
  branchId,
  externalId,
  kind: 'party-day',
  heldOn,
  attendance: 5,
});

describe('rules that need more than one stream', () => {
  it('a parent with living children is not dissolved, and nothing stands under a dissolved one', async () => {
    await register('U1', 'unit', 'W');
    await register('U2', 'unit', 'W');
    await register('U1-B1', 'branch', 'U1');
    expect(await send('DissolveOrganization', on('U1', '2022-01-01'))).toMatchObject({
      status: 422,
      code: 'LIVING_CHILDREN',
      children: ['U1-B1'],
    });
    await send('MoveOrganization', { organizationId: 'U1-B1', effectiveOn: '2021-01-01', parentId: 'U2' });
    expect(await send('DissolveOrganization', on('U1', '2022-01-01'))).toMatchObject({ status: 200 });
    const late = { ...registration('U1-B2', 'branch', 'U1'), openedOn: '2022-01-01' };
    expect(await send('RegisterOrganization', late)).toMatchObject({ status: 422, code: 'PARENT_DISSOLVED' });
    expect(
      await send('MoveOrganization', { organizationId: 'U1-B1', effectiveOn: '2022-01-01', parentId: 'U1' }),
    ).toMatchObject({ code: 'PARENT_DISSOLVED' });
  });

  it('an unknown parent is refused until it is registered', async () => {
    expect(await register('U3-B1', 'branch', 'U3')).toMatchObject({ status: 404, code: 'PARENT_UNKNOWN' });
    await register('U3', 'unit', 'W');
    expect(await register('U3-B1', 'branch', 'U3')).toMatchObject({ status: 200 });
  });

  it('a registration is cancelled only while nothing refers to it, and may be made again', async () => {
    await register('U4', 'unit', 'W');
    await register('U4-B1', 'branch', 'U4');
    await register('U4-B2', 'branch', 'U4');
    await send('RecordActivity', activity('U4-B1', 'X-1', '2022-03-01'));
    expect(await send('CancelRegistration', on('U4-B1', '2022-01-01'))).toMatchObject({
      code: 'ORGANIZATION_REFERRED_TO',
      referrers: ['activity-U4-B1:2022'],
    });
    expect(await send('CancelRegistration', on('U4', '2022-01-01'))).toMatchObject({
      code: 'ORGANIZATION_REFERRED_TO',
    });
    expect(await send('CancelRegistration', on('U4-B2', '2022-01-01'))).toMatchObject({ status: 200 });
    expect(await send('RecordActivity', activity('U4-B2', 'X-2', '2022-03-01'))).toMatchObject({
      code: 'REGISTRATION_CANCELLED',
    });
    expect(await register('U4-B2', 'branch', 'U4')).toMatchObject({ status: 200 });
    expect(await send('RecordActivity', activity('U4-B2', 'X-2', '2022-03-01'))).toMatchObject({ status: 200 });
  });

  it('another committee’s system may have given the same external id to another activity', async () => {
    await register('W9', 'work-committee', 'C');
    for (const committee of ['W', 'W9']) {
      await register(`${committee}-U8`, 'unit', committee);
      await register(`${committee}-U8-B1`, 'branch', `${committee}-U8`);
      expect(await send('RecordActivity', activity(`${committee}-U8-B1`, 'V-1', '2022-03-01'))).toMatchObject({
        status: 200,
        events: [{}],
      });
    }
  });

  it('within a committee one external id is one activity, in any branch and year', async () => {
    await register('U5', 'unit', 'W');
    await register('U5-B1', 'branch', 'U5');
    await register('U5-B2', 'branch', 'U5');
    await send('RecordActivity', activity('U5-B1', 'Y-1', '2022-03-01'));
    expect((await send('RecordActivity', activity('U5-B1', 'Y-1', '2022-03-01'))).events).toEqual([]);
    for (const other of [
      activity('U5-B2', 'Y-1', '2022-03-01'),
      activity('U5-B1', 'Y-1', '2021-03-01'),
      activity('U5-B1', 'Y-1', '2022-03-02'),
    ]) {
      expect(await send('RecordActivity', other)).toMatchObject({
        status: 409,
        code: 'ACTIVITY_DIFFERS',
        externalId: 'Y-1',
        recorded: { heldOn: '2022-03-01' },
        sent: other,
      });
    }
    await send('DissolveOrganization', on('U5-B1', '2022-06-01'));
    expect(await send('RecordActivity', activity('U5-B1', 'Y-2', '2022-06-01'))).toMatchObject({
      code: 'ORGANIZATION_DISSOLVED',
    });
  });
});

describe('the day decides', () => {
  const ahead = (months: number): string => addMonths(dayOf(Date.now()), months);

  it('what happened before a dissolution is reported after it, and one ahead refuses nothing before its day', async () => {
    await register('U20', 'unit', 'W');
    for (const code of ['U20-B1', 'U20-B2']) await register(code, 'branch', 'U20');
    await send('DissolveOrganization', on('U20-B1', '2023-05-01'));
    await send('DissolveOrganization', on('U20-B2', ahead(6)));
    const members = (organizationId: string, effectiveOn: string) =>
      send('ReportMembership', { organizationId, effectiveOn, fullMembers: 5, probationaryMembers: 0 });
    expect(await members('U20-B1', '2023-04-30')).toMatchObject({ status: 200, events: [{}] });
    expect(await members('U20-B1', '2023-05-01')).toMatchObject({ code: 'ORGANIZATION_DISSOLVED' });
    expect(await members('U20-B2', dayOf(Date.now()))).toMatchObject({ status: 200, events: [{}] });
    expect(await send('RecordActivity', activity('U20-B2', 'D-1', '2023-05-01'))).toMatchObject({ events: [{}] });
    expect(
      await send('RenameOrganization', { organizationId: 'U20-B2', effectiveOn: ahead(5), name: '新名' }),
    ).toMatchObject({ events: [{}] });
    expect(await send('DissolveOrganization', on('U20', ahead(7)))).toMatchObject({ events: [{}] });
    expect(await register('U20-B3', 'branch', 'U20')).toMatchObject({ events: [{}] });
    expect(await send('DissolveOrganization', on('U20-B3', ahead(25)))).toMatchObject({ code: 'TOO_FAR_AHEAD' });
  });

  it('a branch is registered under a parent that lived on its day, and moves under none that is not open', async () => {
    await register('U21', 'unit', 'W');
    await register('U21-B1', 'branch', 'U21');
    await send('DissolveOrganization', on('U21-B1', '2012-01-01'));
    await send('DissolveOrganization', on('U21', '2012-01-01'));
    const late = { ...registration('U21-B2', 'branch', 'U21'), openedOn: '2011-01-01' };
    expect(await send('RegisterOrganization', late)).toMatchObject({ events: [{}] });
    const after = { ...registration('U21-B3', 'branch', 'U21'), openedOn: '2012-01-01' };
    expect(await send('RegisterOrganization', after)).toMatchObject({ code: 'PARENT_DISSOLVED' });
    await send('RegisterOrganization', { ...registration('U22', 'unit', 'W'), openedOn: '2015-01-01' });
    const move = { organizationId: 'U21-B2', parentId: 'U22', effectiveOn: '2014-12-31' };
    expect(await send('MoveOrganization', move)).toMatchObject({ code: 'PARENT_NOT_OPEN', field: 'effectiveOn' });
    expect(await send('MoveOrganization', { ...move, effectiveOn: '2015-01-01' })).toMatchObject({ events: [{}] });
  });

  it('units stand under units, one level, side by side and one after the other', async () => {
    for (const code of ['U23', 'U24', 'U25']) await register(code, 'unit', 'W');
    const under = (organizationId: string, parentId: string) =>
      send('MoveOrganization', { organizationId, parentId, effectiveOn: '2015-01-01' });
    expect(await under('U24', 'U23')).toMatchObject({ events: [{}] });
    expect(await under('U25', 'U24')).toMatchObject({ code: 'UNIT_TOO_DEEP' });
    expect(await under('U23', 'U25')).toMatchObject({ code: 'UNIT_TOO_DEEP', units: ['U24'] });
    expect(await register('U26', 'unit', 'U24')).toMatchObject({ code: 'UNIT_TOO_DEEP' });
    expect(await register('U26', 'unit', 'U25')).toMatchObject({ events: [{}] });
  });
});

describe('a registration', () => {
  const correct = (organizationId: string, to: object) =>
    send('CorrectRegistration', {
      organizationId,
      effectiveOn: '2023-01-01',
      ...to,
      reason: '录入有误',
      basis: { documentNo: '组〔2023〕1号' },
    });

  it('is corrected as long as no recorded fact would precede the opening', async () => {
    await register('U30', 'unit', 'W');
    await register('U30-B1', 'branch', 'U30');
    await send('RecordActivity', activity('U30-B1', 'C-1', '2012-03-01'));
    expect(await correct('U30-B1', { openedOn: '2012-03-02' })).toMatchObject({
      code: 'FACT_BEFORE_OPENING',
      first: '2012-03-01',
    });
    expect(await correct('U30-B1', { openedOn: '2012-03-01' })).toMatchObject({ events: [{}] });
    expect(await correct('U30-B1', { kind: 'general-branch' })).toMatchObject({
      code: 'KIND_IN_USE',
      referrers: ['activity-U30-B1:2012'],
    });
    expect(await correct('U30', { openedOn: '2013-01-01' })).toMatchObject({ events: [{}] });
    expect(await correct('U30', { kind: 'work-committee' })).toMatchObject({ code: 'PARENT_KIND' });
  });

  it('that two send at once with different content is one of them', async () => {
    await register('U31', 'unit', 'W');
    const names = ['甲', '乙', '丙', '丁'];
    const sent = await Promise.all(
      names.map((name) => send('RegisterOrganization', { ...registration('U31-B1', 'branch', 'U31'), name })),
    );
    expect(sent.filter(({ status }) => status === 200).length).toBe(1);
    expect(sent.filter(({ code }) => code === 'ORGANIZATION_EXISTS').length).toBe(3);
  });

  it('of a code that looks like another is refused: a full-width digit is no digit', async () => {
    await register('U32', 'unit', 'W');
    expect(await register('U32-B０１', 'branch', 'U32')).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
    expect(await register('Ｕ33', 'unit', 'W')).toMatchObject({ code: 'INPUT_INVALID' });
  });
});

it('a batch registers 500 under one parent, another records their activities', async () => {
  await register('U6', 'unit', 'W');
  const codes = Array.from({ length: 500 }, (_, index) => `U6-B${index}`);
  const registered = await post('/commands', {
    commands: codes.map((code) => ({ name: 'RegisterOrganization', data: registration(code, 'branch', 'U6') })),
  });
  const recorded = await post('/commands', {
    commands: Array.from({ length: 500 }, (_, index) => ({
      name: 'RecordActivity',
      data: activity(`U6-B${index % 16}`, `Z-${index}`, '2022-05-01'),
    })),
  });
  for (const { outcomes } of [registered, recorded]) {
    expect((outcomes as readonly { events?: readonly object[] }[]).map((outcome) => outcome.events?.length)).toEqual(
      codes.map(() => 1),
    );
  }
});
