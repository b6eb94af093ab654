import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isInfrastructureFailure } from '@zhibu/database';
import { evidenceContentConformance } from '../../testing/content.conformance.ts';
import { namedS3, type S3Server, startVersity, versityProgram } from '../../testing/s3-server.adapter.ts';
import { S3Content } from './s3.adapter.ts';
import { signedHeaders } from './s3-signature.adapter.ts';

/** The keys, host and instant of AWS's own examples; the signature reckoned by another program. */
it('signs as the API reference says', () => {
  const { authorization } = signedHeaders(
    { region: 'us-east-1', keyId: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    {
      method: 'GET',
      url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
      bodySha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      at: new Date('2013-05-24T00:00:00Z'),
    },
  );
  expect(authorization).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
      'Signature=df548e2ce037944d03f3e68682813b093763996d597cf890ca3d9037fd231eb4',
  );
});

it.each([
  [403, false],
  [500, true],
  [503, true],
])('an answer %d of the server may pass: %s', async (status, passes) => {
  const server = createServer((_request, response) => void response.writeHead(status).end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${Object(server.address()).port}`;
  const content = new S3Content({ url, bucket: 'b', region: 'us-east-1', keyId: 'k', secret: 's' });
  const failure: unknown = await content.remove('a'.repeat(64)).catch((error: unknown) => error);
  expect([failure, isInfrastructureFailure(failure)]).toEqual([expect.any(Error), passes]);
  await new Promise((resolve) => void server.close(resolve));
  await expect(content.remove('a'.repeat(64))).rejects.toMatchObject({ code: expect.stringMatching(/^ECONN/) });
});

/** What lies in a folder, however deep, that is no whole object. */
const filesBeside = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/^[0-9a-f]{64}$/.test(entry.name))
    .map(({ name }) => name);

// Where none is named, and Go is missing or nothing can be fetched, these are listed as not run.
const named = namedS3();
const program = named ? undefined : await versityProgram();
const start = named ? async () => named : program === undefined ? undefined : () => startVersity(program);
const where = start ? describe : describe.skip;

where('a real server that speaks S3', () => {
  let server: S3Server;
  beforeAll(async () => {
    if (start) server = await start();
  });
  afterAll(() => server.stop());

  evidenceContentConformance('a bucket', async () => ({
    // Pages of two, so that there are several.
    content: new S3Content(server.access, 2),
    leftovers: async () => (server.objects === undefined ? [] : filesBeside(server.objects)),
    stop: async () => undefined,
  }));

  it('says so where it is asked with another secret', async () => {
    const stranger = new S3Content({ ...server.access, secret: 'another' });
    await expect(stranger.read('a'.repeat(64))).rejects.toThrow('answered GET with 403');
    await expect(stranger.remove('a'.repeat(64))).rejects.toThrow('answered DELETE with 403');
  });

  it('holds what it takes to the hash that is signed', async () => {
    const bytes = randomBytes(1000);
    const from = async function* () {
      yield bytes;
    };
    await expect(new S3Content(server.access).keep('c'.repeat(64), 1000, from())).rejects.toThrow(
      /answered PUT with 400/,
    );
    expect(await new S3Content(server.access).sizeOf('c'.repeat(64))).toBeUndefined();
  });
});
