import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

export type Encoding = 'identity' | 'gzip' | 'br';

/** What is smaller fits a packet as it is. */
const WORTH_ENCODING = 1_024;

const zipped = promisify(gzip);
const brotli = promisify(brotliCompress);
const encoders: Readonly<Record<Encoding, (body: Buffer, isLasting: boolean) => Promise<Buffer>>> = {
  identity: async (body) => body,
  gzip: (body, isLasting) => zipped(body, { level: isLasting ? 9 : 5 }),
  br: (body, isLasting) =>
    brotli(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: isLasting ? constants.BROTLI_MAX_QUALITY : 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
};

/**
 * The encoding that a request likes best, for a body of that length. Answers hold no secret beside text that another
 * chose: neither cookies nor tokens are in any body, so that their length tells nothing (BREACH).
 */
export function encodingFor(request: Request, length: number): Encoding {
  if (length < WORTH_ENCODING) return 'identity';
  const best = request.acceptsEncodings('br', 'gzip', 'identity');
  return best === 'br' || best === 'gzip' ? best : 'identity';
}

/** A body of bytes in an encoding. @param isLasting it is made once and sent often, so it may take its time */
export function encoded(body: Buffer, encoding: Encoding, isLasting = false): Promise<Buffer> {
  return encoders[encoding](body, isLasting);
}

/** A body that is sent more than once: with a strong ETag, each of its encodings made once. */
export class Representation {
  readonly body: Buffer;
  readonly type: string;
  private readonly hash: string;
  private readonly isLasting: boolean;
  private readonly encodings = new Map<Encoding, Promise<Buffer>>();

  constructor(body: Buffer, { type, isLasting = false }: { readonly type: string; readonly isLasting?: boolean }) {
    this.body = body;
    this.type = type;
    this.isLasting = isLasting;
    this.hash = hash('sha256', body, 'base64url').slice(0, 27);
  }

  /** At most, with its encodings. */
  get bytes(): number {
    return this.body.length < WORTH_ENCODING ? this.body.length : 2 * this.body.length;
  }

  tag(encoding: Encoding): string {
    return encoding === 'identity' ? `"${this.hash}"` : `"${this.hash}-${encoding}"`;
  }

  in(encoding: Encoding): Promise<Buffer> {
    const made = this.encodings.get(encoding) ?? encoded(this.body, encoding, this.isLasting);
    this.encodings.set(encoding, made);
    return made;
  }
}

/** Headers beside those of the body itself. */
export type Headers = Readonly<Record<string, string>>;

/** Sends a body in the encoding asked for, or 304 where its receiver has it. */
export async function deliver(
  { request, response }: { readonly request: Request; readonly response: Response },
  representation: Representation,
  headers: Headers,
): Promise<void> {
  const encoding = encodingFor(request, representation.body.length);
  const tag = representation.tag(encoding);
  if (hasAlready(request.headers['if-none-match'], tag)) {
    response.writeHead(304, { ...headers, etag: tag }).end();
    return;
  }
  const body = await representation.in(encoding);
  response.writeHead(200, {
    ...headers,
    etag: tag,
    'content-type': representation.type,
    'content-length': body.length,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function hasAlready(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((each) => {
    const known = each.trim();
    return known === '*' || known === tag || known === `W/${tag}`;
  });
}
