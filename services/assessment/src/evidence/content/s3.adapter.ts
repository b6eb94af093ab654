import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PassingFailure } from '@zhibu/database';
import type { EvidenceContent } from './content.ts';
import { OF_NOTHING, type S3Access, type S3Request, signedHeaders } from './s3-signature.adapter.ts';

/** A server that stands still for so long is not there. */
const IDLE_MS = 30_000;
const MISSING = 404;
const SERVER_FAULTS_FROM = 500;

interface Upload {
  readonly size: number;
  readonly sha256: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * Evidence in a bucket, under its hash, on a server that speaks S3. Objects come by one PUT, which such a server takes whole or
 * not at all, and holds to the hash that is signed. The bucket is named in the path, as every such server understands it.
 */
export class S3Content implements EvidenceContent {
  private readonly access: S3Access;

  private readonly page: number;

  /** @param page how many objects are listed at once; 1000 is the most */
  constructor(access: S3Access, page = 1_000) {
    this.access = access;
    this.page = page;
  }

  /** Nothing is left there by an upload that ended early. */
  async open(): Promise<void> {}

  async keep(sha256: string, size: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await drained(await this.send('PUT', `/${sha256}`, { size, sha256, bytes }));
  }

  async sizeOf(sha256: string): Promise<number | undefined> {
    const answer = await this.send('HEAD', `/${sha256}`);
    await drained(answer);
    return answer.statusCode === MISSING ? undefined : Number(answer.headers['content-length']);
  }

  async read(sha256: string): Promise<Readable | undefined> {
    const answer = await this.send('GET', `/${sha256}`);
    if (answer.statusCode !== MISSING) return answer;
    await drained(answer);
    return undefined;
  }

  async *keptBefore(instant: number): AsyncGenerator<string> {
    let after: string | undefined = '';
    while (after !== undefined) {
      const listed = listedIn(await this.list(after));
      for (const { key, at } of listed.objects) if (HASH.test(key) && at < instant) yield key;
      after = listed.isWhole ? undefined : listed.objects.at(-1)?.key;
    }
  }

  async remove(sha256: string): Promise<void> {
    await drained(await this.send('DELETE', `/${sha256}`));
  }

  /** ListObjectsV2, in the order of the keys. */
  private async list(after: string): Promise<string> {
    const query = `?list-type=2&max-keys=${this.page}&start-after=${encodeURIComponent(after)}`;
    return (await Readable.from(await this.send('GET', query)).toArray()).join('');
  }

  /** @throws Error what the server says that it does not do, a PassingFailure where it may later; and what broke an upload off */
  private async send(method: S3Request['method'], asked: string, upload?: Upload): Promise<IncomingMessage> {
    const { url: server, bucket } = this.access;
    const url = new URL(`${server.replace(/\/$/, '')}/${bucket}${asked}`);
    const signed = { method, url, bodySha256: upload?.sha256 ?? OF_NOTHING, at: new Date() };
    const headers = signedHeaders(this.access, signed);
    const answer = await exchanged(url, { method, headers }, upload);
    const { statusCode = 0 } = answer;
    if (statusCode < 300 || (statusCode === MISSING && method !== 'PUT')) return answer;
    throw await failureOf(method, answer);
  }
}

const HASH = /^[0-9a-f]{64}$/;

interface Listed {
  /** `at`: milliseconds since 1970. */
  readonly objects: readonly { readonly key: string; readonly at: number }[];
  readonly isWhole: boolean;
}

/** What a page of ListBucketResult says; keys of ours need no decoding. */
const listedIn = (xml: string): Listed => ({
  objects: [...xml.matchAll(/<Contents>([^]*?)<\/Contents>/g)].map(([, object = '']) => ({
    key: /<Key>([^<]*)</.exec(object)?.[1] ?? '',
    at: Date.parse(/<LastModified>([^<]*)</.exec(object)?.[1] ?? ''),
  })),
  isWhole: !xml.includes('<IsTruncated>true<'),
});

async function failureOf(method: S3Request['method'], answer: IncomingMessage): Promise<Error> {
  const { statusCode = 0 } = answer;
  const says = method === 'HEAD' ? '' : (await Readable.from(answer).toArray()).join('').slice(0, SAYS_AT_MOST);
  const words = `the object store answered ${method} with ${statusCode} ${says}`;
  return statusCode >= SERVER_FAULTS_FROM ? new PassingFailure(words) : new Error(words);
}

const SAYS_AT_MOST = 500;

interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An upload that breaks off takes its connection with it: the server has less than it was told of, and keeps nothing. */
function exchanged(url: URL, { method, headers }: Asked, upload?: Upload): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length = upload && { 'content-length': String(upload.size) };
    const send = url.protocol === 'https:' ? tlsRequest : plainRequest;
    const sent = send(url, { method, headers: { ...headers, ...length } }, resolve);
    sent.setTimeout(IDLE_MS, () => sent.destroy(new PassingFailure(`the object store was silent for ${IDLE_MS} ms`)));
    if (!upload) return void sent.on('error', reject).end();
    pipeline(upload.bytes, sent).catch(reject);
  });
}

async function drained(answer: IncomingMessage): Promise<void> {
  for await (const _piece of answer);
}
