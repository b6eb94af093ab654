import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { services } from '@zhibu/contracts';
import { CheckpointLost } from '@zhibu/event-store';
import { firstEvents } from '@zhibu/event-store/testing';
import { nodeCertificate } from '../support/event-store-db/certificates.ts';
import { discard, type Ended, program, temporaryFolder } from '../support/platform.ts';
import { aCluster, aStore, closeAfterEach, record, wholeLog } from './opened.ts';

const certificate = await nodeCertificate();
const user = { username: 'zhibu', password: 'not to be seen' };
let folder: string;
let caFile: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  caFile = join(folder, 'ca.pem');
  await writeFile(caFile, certificate.authority);
});
afterAll(() => discard(folder));

const renew = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  program('renew-generation', args, { environment }).ended;

describe('npm run renew-generation, on an EventStoreDB stand-in', () => {
  closeAfterEach();

  it('lets readers within the backup go on and stops those beyond it, though new events stand where theirs stood', async () => {
    const cluster = await aCluster(1, certificate);
    cluster.demand(user);
    const access = { service: 'assessment', caFile, credentials: user };
    const before = await aStore(cluster, access);
    await record(before, 4);
    const within = await before.head();
    await record(before, 3);
    const beyond = await before.head();
    await before.close();
    cluster.log.restoreTo(within?.position ?? 0n);
    const { code, stdout, stderr } = await renew({
      EVENTSTORE_URL: cluster.connectionString,
      EVENTSTORE_CA_FILE: caFile,
      EVENTSTORE_USERNAME: user.username,
      EVENTSTORE_PASSWORD: user.password,
    });
    expect({ code, says: code === 0 ? '' : stderr }).toEqual({ code: 0, says: '' });
    for (const service of services) expect(stdout).toContain(`${service}: new generation`);
    expect(stdout).toContain(`from position ${within?.position} on`);
    const after = await aStore(cluster, access);
    const news = await record(after, 3);
    expect((await after.head())?.generation).not.toBe(within?.generation);
    expect(await firstEvents(after, 3, within)).toEqual(news);
    await expect(firstEvents(after, 1, beyond)).rejects.toBeInstanceOf(CheckpointLost);
    expect(await wholeLog(after)).toHaveLength(7);
  }, 120_000);

  it('names what keeps it from being carried out, and shows no password', async () => {
    const [missing, argument] = await Promise.all([renew({ EVENTSTORE_URL: '' }), renew({}, 'now')]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('EVENTSTORE_URL is missing')]);
    expect([argument.code, argument.stderr]).toEqual([2, expect.stringContaining('EVENTSTORE_URL')]);
    const cluster = await aCluster(1, certificate);
    cluster.demand({ ...user, password: 'another' });
    const denied = await renew({
      EVENTSTORE_URL: cluster.connectionString,
      EVENTSTORE_CA_FILE: caFile,
      EVENTSTORE_USERNAME: user.username,
      EVENTSTORE_PASSWORD: user.password,
    });
    expect([denied.code, denied.stderr]).toEqual([3, expect.stringContaining('denies access')]);
    expect(denied.stdout + denied.stderr).not.toContain(user.password);
  }, 120_000);
});
