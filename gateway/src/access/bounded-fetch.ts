import type { CustomFetch } from 'openid-client';

/** An answer that is longer than any that is awaited. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** Asks as `fetch` does, and takes no more than so many bytes of an answer. @throws TooLong once there are more */
export const boundedFetch =
  (longest: number): CustomFetch =>
  async (url, options) => {
    const { body: sent, ...others } = options;
    const { body, status, headers } = await fetch(url, { ...others, body: sent ?? null });
    return new Response(body && (await bytesOf(body, longest)), { status, headers });
  };

async function bytesOf(body: ReadableStream<Uint8Array>, longest: number): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  // Leaving the loop ends the connection: nothing more is read.
  for await (const piece of body) {
    length += piece.length;
    if (length > longest) throw new TooLong(`an answer of more than ${longest} bytes`);
    pieces.push(new Uint8Array(piece));
  }
  return new Blob(pieces);
}
