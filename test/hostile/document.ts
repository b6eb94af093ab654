import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** Something that nobody in good faith sends, and what the platform may answer it with. */
export interface Hostile {
  readonly kind: string;
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The bytes of the whole request, instead of all the above; `HOST` in it becomes the platform's own. */
  readonly raw?: string;
  /** Part of it comes now, the rest never: how long it may hold a place is a law of its own. */
  readonly isSlow?: boolean;
}

/** The part of a document that a table says; its kind and its name come from where it stands there. */
export type Said = Omit<Hostile, 'kind' | 'name'>;

/** A kind of documents: what each of its rows sends. */
export const kindOf = (kind: string, rows: Readonly<Record<string, Said>>): readonly Hostile[] =>
  Object.entries(rows).map(([name, said]) => ({ kind, name, ...said }));

/** Rows made of sizes: a document for each of them. */
export function sized(
  sizes: readonly number[],
  rows: Readonly<Record<string, (size: number) => Said>>,
): Readonly<Record<string, Said>> {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([name, made]) => sizes.map((size) => [`${name}, ${size}`, made(size)] as const)),
  );
}

export const times = (count: number, text: (index: number) => string, between = ' '): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(between);

const JSON_BODY = { 'content-type': 'application/json' };

/** A query by POST. */
export const query = (text: string, variables: unknown = {}, more: object = {}): Said => ({
  path: '/graphql',
  headers: JSON_BODY,
  body: JSON.stringify({ query: text, variables, ...more }),
});

/** A body as it stands, at a door. */
export const posted = (path: string, body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Said => ({
  path,
  headers: { ...JSON_BODY, ...headers },
  body,
});

/** A command by the door of its name. */
export const command = (name: string, data: unknown, more: object = {}): Said =>
  posted(`/commands/${name}`, JSON.stringify({ data, ...more }));

/** Bytes through encodings, the first named innermost. */
export function through(body: Buffer, ...encodings: readonly ('gzip' | 'deflate' | 'br')[]): Buffer {
  const with_ = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  return encodings.reduce((bytes, encoding) => with_[encoding](bytes), body);
}
