import { createHash, createHmac } from 'node:crypto';

/** Where a bucket is, and by which key it is reached. */
export interface S3Access {
  /** The address of the server. */
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  readonly url: URL;
  /** SHA-256 of the body in hexadecimal; of none: of nothing. */
  readonly bodySha256: string;
  readonly at: Date;
}

/** SHA-256 of no bytes. */
export const OF_NOTHING = createHash('sha256').digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The headers by which a request to S3 is believed: AWS Signature Version 4 over method, path, host, instant and the hash of
 * the body, which the server holds the body to. Source: "Authenticating Requests: Using the Authorization Header",
 * Amazon S3 API Reference. Paths here are letters and digits, which no encoding changes; a query is written as
 * it is signed: its names in order, its values encoded.
 */
export function signedHeaders(
  { region, keyId, secret }: Pick<S3Access, 'region' | 'keyId' | 'secret'>,
  { method, url, bodySha256, at }: S3Request,
): Record<string, string> {
  const instant = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = instant.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  const headers = { host: url.host, 'x-amz-content-sha256': bodySha256, 'x-amz-date': instant };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const asked = [method, url.pathname, url.search.slice(1), lines.join(''), names, bodySha256].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', instant, scope, hashOf(asked)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secret}`));
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}
