import type { NextFunction, Request, Response } from 'express';
import { encoded, encodingFor } from '../answers/representation.ts';

/** Compresses what is sent at once, as far as its receiver wants it and it is not small. */
export function compressed(request: Request, response: Response, next: NextFunction): void {
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    if (typeof body !== 'string') return send(body);
    response.vary('Accept-Encoding');
    const bytes = Buffer.from(body);
    const encoding = encodingFor(request, bytes.length);
    if (encoding === 'identity') return send(body);
    if (!response.hasHeader('content-type')) response.type('html');
    encoded(bytes, encoding).then(
      (content) => {
        response.setHeader('content-encoding', encoding);
        send(content);
      },
      (error: Error) => response.destroy(error),
    );
    return response;
  };
  next();
}
