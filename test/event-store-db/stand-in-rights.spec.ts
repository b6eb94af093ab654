import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessDeniedError, type StreamMetadata, streamNameFilter } from '@eventstore/db-client';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeCertificate } from '../support/event-store-db/certificates.ts';
import { RIGHTS } from '../support/event-store-db/rights.ts';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { discard, temporaryFolder } from '../support/platform.ts';
import { aClient, closeClientsAfterEach, failureOf, followed, happened, placesIn } from './client.ts';
import { aCluster, closeAfterEach, until } from './opened.ts';

const admin = { username: 'admin', password: 'changeit', groups: ['$admins'] };
const zhibu = { username: 'zhibu', password: 'secret', groups: [] };
const certificate = await nodeCertificate();
let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, 'ca.pem'), certificate.authority);
});
afterAll(() => discard(folder));

/** A cluster with an administrator and a new user, who was given nothing: the client shows credentials over TLS only. */
async function aGuardedCluster(): Promise<StandIn> {
  const cluster = await aCluster(1, certificate);
  cluster.demand(admin);
  cluster.demand(zhibu);
  return cluster;
}

function asking(cluster: StandIn, user?: typeof admin) {
  const client = aClient(cluster, `tlsCAFile=${encodeURIComponent(join(folder, 'ca.pem'))}`);
  const credentials = user && { credentials: { username: user.username, password: user.password } };
  return {
    client,
    credentials,
    read: (stream: string) => placesIn(client.readStream(stream, { ...credentials })),
    write: (stream: string) => client.appendToStream(stream, happened(1), { ...credentials }),
    delete: (stream: string) => client.deleteStream(stream, { ...credentials }),
    readMetadata: (stream: string) => client.getStreamMetadata(stream, { ...credentials }),
    writeMetadata: (stream: string, metadata: StreamMetadata) =>
      client.setStreamMetadata(stream, metadata, { ...credentials }),
    readAll: () => placesIn(client.readAll({ ...credentials })),
  };
}

async function denied(...doings: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const doing of doings) expect(await failureOf(doing())).toBeInstanceOf(AccessDeniedError);
}

describe('EventStoreDB stand-in: rights', () => {
  closeAfterEach();
  closeClientsAfterEach();

  it('lets a new user read, write and delete every stream of users, and neither read $all nor touch what is the system’s', async () => {
    const cluster = await aGuardedCluster();
    const user = asking(cluster, zhibu);
    await user.write('round-1');
    expect(await user.read('round-1')).toEqual(['round-1@0']);
    await user.writeMetadata('round-1', { maxCount: 5 });
    await user.delete('round-1');
    await denied(
      () => user.readAll(),
      () => user.write('$settings'),
      () => user.read('$users'),
      () => user.writeMetadata('$all', {}),
    );
    expect(await asking(cluster, admin).readAll()).toContain('round-1@0');
  });

  it('lets read $all whom the metadata of $all name', async () => {
    const cluster = await aGuardedCluster();
    await asking(cluster, admin).writeMetadata('$all', { acl: { readRoles: ['$admins', 'zhibu'] } });
    expect(await asking(cluster, zhibu).readAll()).toContain('$$$all@0');
    await denied(() => asking(cluster).readAll());
  });

  it('denies deleting and metadata by the defaults in $settings, and leaves reading and writing to whom they name', async () => {
    const cluster = await aGuardedCluster();
    const own = ['$admins', 'zhibu'];
    const userStreamAcl = { $r: own, $w: own, $d: '$admins', $mr: own, $mw: '$admins' };
    const { client, credentials } = asking(cluster, admin);
    const settings = { type: 'update-default-acl', contentType: 'application/json' as const, metadata: undefined };
    await client.appendToStream(
      '$settings',
      { ...happened(1)[0], ...settings, id: crypto.randomUUID(), data: { $userStreamAcl: userStreamAcl } },
      { ...credentials },
    );
    const user = asking(cluster, zhibu);
    await user.write('round-1');
    expect(await user.read('round-1')).toHaveLength(1);
    expect(await user.readMetadata('round-1')).toEqual({ streamName: 'round-1' });
    await denied(
      () => user.delete('round-1'),
      () => user.writeMetadata('round-1', {}),
      () => asking(cluster).read('round-1'),
    );
    await asking(cluster, admin).delete('round-1');
  });

  it('lets a stream’s own rights come before the defaults', async () => {
    const cluster = await aGuardedCluster();
    await asking(cluster, admin).write('round-1');
    await asking(cluster, admin).writeMetadata('round-1', { acl: { writeRoles: ['$admins'] } });
    const user = asking(cluster, zhibu);
    await denied(() => user.write('round-1'));
    expect(await user.read('round-1')).toHaveLength(1);
  });

  it('does not know who shows wrong credentials', async () => {
    const cluster = await aGuardedCluster();
    await denied(() => asking(cluster, { ...zhibu, password: 'guessed' }).read('round-1'));
  });

  it('withdraws each right by itself, from everybody, until it is given back', async () => {
    const cluster = await aCluster();
    const user = asking(cluster);
    await user.write('round-1');
    const doings = {
      read: () => user.read('round-1'),
      write: () => user.write('round-1'),
      'write-metadata': () => user.writeMetadata('round-1', { maxCount: 9 }),
      'read-metadata': () => user.readMetadata('round-1'),
      all: () => user.readAll(),
      delete: () => user.delete('round-1'),
    };
    for (const right of RIGHTS) {
      cluster.rights.withdraw(right);
      await denied(doings[right]);
      for (const other of RIGHTS) if (other !== right && other !== 'delete') await doings[other]();
      cluster.rights.giveBack(right);
    }
    await doings.delete();
  });

  it('lets an open subscription outlive the right to read $all, and no new one begin', async () => {
    const cluster = await aCluster();
    const user = asking(cluster);
    const subscribe = () => user.client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['round-'] }) });
    const open = followed(subscribe);
    await until(() => open.told.includes('caught up'));
    cluster.rights.withdraw('all');
    await user.write('round-1');
    await until(() => open.told.includes('round-1@0'));
    expect(await followed(subscribe).ended).toBeInstanceOf(AccessDeniedError);
  });
});
