import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StoreAccessDenied, StoreUntrusted } from '@zhibu/event-store/event-store-db';
import { isInfrastructureFailure } from '@zhibu/database';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { nodeCertificate } from '../support/event-store-db/certificates.ts';
import { discard, temporaryFolder } from '../support/platform.ts';
import { aCluster, aStore, closeAfterEach, record, wholeLog } from './opened.ts';

const certificate = await nodeCertificate();
const user = { username: 'zhibu', password: 'p:a@ss/w?rd&中' };
let folder: string;
let caFile: string;
let otherFile: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  [caFile, otherFile] = [join(folder, 'ca & own.pem'), join(folder, 'other.pem')];
  await writeFile(caFile, certificate.authority);
  await writeFile(otherFile, (await nodeCertificate('somebody else')).authority);
});
afterAll(() => discard(folder));

async function failure(opening: Promise<unknown>): Promise<Error> {
  return opening.then(
    () => {
      throw new Error('it was opened');
    },
    (error: Error) => error,
  );
}

describe('EventStoreDB stand-in: TLS and credentials', () => {
  closeAfterEach();

  it.each([1, 3])(
    'works over TLS with %i nodes, with a certificate and credentials given beside the connection string',
    async (nodes) => {
      const cluster = await aCluster(nodes, certificate);
      cluster.demand(user);
      const store = await aStore(cluster, { caFile, credentials: user });
      const events = await record(store, 3);
      expect(await wholeLog(store)).toEqual(events);
    },
  );

  it('takes certificate and credentials from the connection string as well', async () => {
    const cluster = await aCluster(1, certificate);
    cluster.demand(user);
    const [name, password, file] = [user.username, user.password, caFile].map(encodeURIComponent);
    const connectionString = `${cluster.connectionString.replace('esdb://', `esdb://${name}:${password}@`)}&tlsCAFile=${file}`;
    expect(await record(await aStore(cluster, { connectionString }), 1)).toHaveLength(1);
  });

  it.each([1, 3])(
    'says which node of %i shows a certificate that is not trusted, and does not wait for that to pass',
    async (nodes) => {
      const cluster = await aCluster(nodes, certificate);
      const begun = Date.now();
      const error = await failure(aStore(cluster, nodes === 1 ? {} : { caFile: otherFile }));
      expect(Date.now() - begun).toBeLessThan(3_000);
      expect(error).toBeInstanceOf(StoreUntrusted);
      expect(error.message).toMatch(/127\.0\.0\.1:\d+: its certificate is not trusted \(.+\)$/);
      expect(isInfrastructureFailure(error)).toBe(false);
    },
  );

  it('says so when one side speaks TLS and the other does not', async () => {
    const [plain, secure] = [await aCluster(), await aCluster(1, certificate)];
    const toPlain = await failure(
      aStore(plain, { connectionString: plain.connectionString.replace('tls=false', 'tls=true') }),
    );
    expect([toPlain.name, toPlain.message]).toEqual(['StoreUntrusted', expect.stringMatching(/does not speak TLS/)]);
    const toSecure = await failure(
      aStore(secure, { connectionString: secure.connectionString.replace('tls=true', 'tls=false') }),
    );
    expect([toSecure.name, toSecure.message]).toEqual(['StoreUntrusted', expect.stringMatching(/it speaks TLS/)]);
  });

  it.each(['wrong', 'no'])('denies access to %s credentials, and shows none of them', async (which) => {
    const cluster = await aCluster(1, certificate);
    cluster.demand({ ...user, password: 'another' });
    const error = await failure(aStore(cluster, { caFile, ...(which === 'wrong' ? { credentials: user } : {}) }));
    expect(error).toBeInstanceOf(StoreAccessDenied);
    const secret = Buffer.from(`${user.username}:${user.password}`).toString('base64');
    for (const hidden of [user.password, encodeURIComponent(user.password), secret])
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(hidden);
  });
});
