import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointLost } from '@zhibu/event-store';
import { StoreAccessDenied } from '@zhibu/event-store/event-store-db';
import { firstEvents } from '@zhibu/event-store/testing';
import { nodeCertificate } from '../support/event-store-db/certificates.ts';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { discard, type Ended, program, repository, temporaryFolder } from '../support/platform.ts';
import { aCluster, aStore, closeAfterEach, record, wholeLog } from './opened.ts';

const certificate = await nodeCertificate();
const admin = { username: 'admin', password: 'an admin, not to be seen' };
const user = { username: 'zhibu', password: 'the platform, not to be seen', groups: [] };
let folder: string;
let caFile: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificate.authority);
});
afterAll(() => discard(folder));

async function protectable(): Promise<StandIn> {
  const cluster = await aCluster(1, certificate);
  cluster.demand({ ...admin, groups: ['$admins'] });
  cluster.demand(user);
  return cluster;
}

const settings = (cluster: StandIn): Readonly<Record<string, string>> => ({
  EVENTSTORE_URL: cluster.connectionString,
  EVENTSTORE_CA_FILE: caFile,
  EVENTSTORE_USERNAME: user.username,
  EVENTSTORE_PASSWORD: user.password,
  EVENTSTORE_ADMIN_USERNAME: admin.username,
  EVENTSTORE_ADMIN_PASSWORD: admin.password,
});
const operate = (
  cluster: StandIn,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> => program('event-store-db', args, { environment: { ...settings(cluster), ...more } }).ended;
const isShown = ({ stdout, stderr }: Ended): boolean => /not to be seen/.test(stdout + stderr);
/** What a command complains of; Node's own warning of the client's server names, which are addresses here, is none of its. */
const complaints = ({ stderr }: Ended): string =>
  stderr.replaceAll(/^\((?:node:\d+\) \[DEP0123\]|Use `node ).*\n/gm, '');
const may = (cluster: StandIn): object => ({
  readAll: cluster.rights.allows(user, 'all', '$all'),
  read: cluster.rights.allows(user, 'read', 'organization.a'),
  write: cluster.rights.allows(user, 'write', 'organization.a'),
  delete: cluster.rights.allows(user, 'delete', 'organization.a'),
  writeMetadata: cluster.rights.allows(user, 'write-metadata', 'organization.a'),
});

describe('npm run event-store-db, on an EventStoreDB stand-in', () => {
  closeAfterEach();

  it('says what a new user lacks, shows what it would change, changes it only when it is agreed to, and then the platform works', async () => {
    const cluster = await protectable();
    await expect(aStore(cluster, { caFile, credentials: user })).rejects.toBeInstanceOf(StoreAccessDenied);
    const before = await operate(cluster, ['check']);
    expect(before.code).toBe(1);
    expect(before.stderr).toContain('Missing: zhibu may not read $all');
    expect(before.stderr).toContain('Warning: everybody may delete streams');

    const written = cluster.log.records.length;
    const shown = await operate(cluster, ['grant']);
    expect([shown.code, cluster.log.records.length]).toEqual([1, written]);
    expect(shown.stdout).toContain('$all: — → {"$acl":{"$r":["$admins","zhibu"]}}');
    expect(shown.stderr).toContain('Nothing was changed. Add --yes');

    const granted = await operate(cluster, ['grant', '--yes']);
    expect([granted.code, complaints(granted)]).toEqual([0, '']);
    expect(may(cluster)).toEqual({ readAll: true, read: true, write: true, delete: false, writeMetadata: false });
    expect(cluster.rights.allows('nobody', 'read', 'organization.a')).toBe(false);
    expect(cluster.log.metadataOf('organization-marks')).toEqual({ $maxCount: expect.any(Number) });
    const store = await aStore(cluster, { service: 'organization', caFile, credentials: user });
    const events = await record(store, 3);
    expect(await wholeLog(store)).toEqual(events);

    const after = await operate(cluster, ['check']);
    expect([after.code, complaints(after)]).toEqual([0, '']);
    expect([before, shown, granted, after].some(isShown)).toBe(false);
  }, 120_000);

  it('changes nothing the second time, keeps what else is said of a stream, and warns of rights too many', async () => {
    const cluster = await protectable();
    const said = (data: object) => ({
      id: crypto.randomUUID(),
      type: '$metadata',
      contentType: 'application/json',
      data: Buffer.from(JSON.stringify(data)),
      customMetadata: Buffer.from(''),
    });
    cluster.log.append('$$organization-marks', 'any', [said({ $maxCount: 7 })]);
    expect((await operate(cluster, ['grant', '--yes', '--user', user.username])).code).toBe(0);
    expect(cluster.log.metadataOf('organization-marks')).toEqual({ $maxCount: 7 });
    const written = cluster.log.records.length;
    const again = await operate(cluster, ['grant']);
    expect([again.code, again.stdout, cluster.log.records.length]).toEqual([
      0,
      expect.stringContaining('nothing to change'),
      written,
    ]);
    const roles = ['$admins', user.username];
    const acl = { $r: roles, $w: roles, $d: roles, $mr: roles, $mw: '$admins' };
    cluster.log.append('$settings', 'any', [{ ...said({ $userStreamAcl: acl }), type: '$settings' }]);
    const warned = await operate(cluster, ['check']);
    expect([warned.code, warned.stderr]).toEqual([0, expect.stringContaining('Warning: zhibu may delete streams')]);
  }, 120_000);

  it('names what is missing or wrong, and shows no password', async () => {
    const cluster = await protectable();
    const ends = await Promise.all([
      operate(cluster, ['check'], { EVENTSTORE_ADMIN_PASSWORD: '' }),
      operate(cluster, ['take']),
      operate(cluster, ['grant', '--user', admin.username]),
      operate(cluster, ['check'], { EVENTSTORE_ADMIN_PASSWORD: 'wrong, not to be seen' }),
      operate(cluster, ['grant', '--yes', '--user', 'another'], {
        EVENTSTORE_ADMIN_USERNAME: user.username,
        EVENTSTORE_ADMIN_PASSWORD: user.password,
      }),
    ]);
    expect(ends.map(({ code }) => code)).toEqual([2, 2, 2, 3, 3]);
    expect(ends[0]?.stderr).toContain('EVENTSTORE_ADMIN_PASSWORD is missing');
    expect(ends[3]?.stderr).toContain('denies access');
    expect(ends.some(isShown)).toBe(false);
  }, 120_000);
});

describe('the page for operators of EventStoreDB', () => {
  closeAfterEach();

  it('has commands that do what it says, in its order', async () => {
    const page = await readFile(join(repository, 'infra', 'event-store-db.md'), 'utf8');
    const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));
    const commands = blocks.flatMap((line) => {
      const [, name, args = ''] = /^npm run ([\w-]+)(?: -- (.*))?$/.exec(line) ?? [];
      return name === undefined ? [] : [{ name, args: args.split(' ').filter((arg) => arg !== '') }];
    });
    expect(commands.map(({ name, args }) => [name, ...args].join(' '))).toEqual([
      'event-store-db grant --yes',
      'event-store-db check',
      'renew-generation',
    ]);
    const cluster = await protectable();
    for (const { name, args } of commands) {
      const ended = await program(name, args, { environment: settings(cluster) }).ended;
      expect([name, ended.code, complaints(ended)]).toEqual([name, 0, '']);
    }
  }, 120_000);

  it('has a scavenge that costs nothing, and a restore after which readers within the backup go on, in its order', async () => {
    const cluster = await protectable();
    expect((await operate(cluster, ['grant', '--yes'])).code).toBe(0);
    const access = { service: 'organization', caFile, credentials: user };
    const store = await aStore(cluster, access);
    await record(store, 3);
    for (let round = 0; round < 3; round += 1) await store.settle(new Date(Date.now() - 1_000 + round).toISOString());
    for (const stream of ['organization-marks', 'organization..settlements'])
      cluster.log.setMetadata(stream, { $maxCount: 1 });
    cluster.log.scavenge();
    const log = await wholeLog(store);
    const within = await store.head();
    const beyond = (await record(store, 2)).at(-1);
    const lost = await store.head();
    expect([log.length, lost?.eventId, await store.faults()]).toEqual([3, beyond?.id, []]);
    await store.close();
    cluster.log.restoreTo(within?.position ?? 0n);
    expect((await program('renew-generation', [], { environment: settings(cluster) }).ended).code).toBe(0);
    const after = await aStore(cluster, access);
    const news = await record(after, 2);
    expect(await wholeLog(after)).toEqual([...log, ...news]);
    expect(await firstEvents(after, 2, within)).toEqual(news);
    await expect(firstEvents(after, 1, lost)).rejects.toBeInstanceOf(CheckpointLost);
  }, 120_000);

  it('names every setting that the commands ask for', async () => {
    const page = await readFile(join(repository, 'infra', 'event-store-db.md'), 'utf8');
    for (const name of Object.keys(settings(await protectable()))) expect(page).toContain(name);
  });
});
