import type { RawBodyRequest } from '@nestjs/common';
import type { Request } from 'express';
import type { SignedRequest } from './token.ts';

/** A request as its token must fit it; the application keeps the body as it came over the wire. */
export const signedRequest = (request: RawBodyRequest<Request>): SignedRequest => ({
  method: request.method,
  path: request.url,
  body: request.rawBody,
  authorization: request.headers.authorization,
});

/** A request whose body is still to come, and has this SHA-256 (hexadecimal) as its token says: whoever reads it holds it to that. */
export const streamedRequest = ({ method, url: path, headers }: Request, bodySha256: string): SignedRequest => ({
  method,
  path,
  bodySha256,
  authorization: headers.authorization,
});
