import { readdirSync, readFileSync } from 'node:fs';
import { isOfTheSystem } from '@zhibu/kernel';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The schema lies beside its resolvers in the source tree, which is there in development and in the image alike. */
const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));
const IN_A_VIEW = /^export const sdl = `([^`]*)`;$/m;

/**
 * The schema in SDL: every `*.graphql` of the gateway, the `sdl` of every `*.view.ts`, and the types of pages that are
 * named and not defined. It is read and not imported, for the types of the resolvers are made from it.
 */
export function typeDefinitions(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => !file.split(sep).some(isOfTheSystem))
    .sort();
  const written = files.flatMap((file) => {
    if (file.endsWith('.graphql')) return [readFileSync(join(SOURCE, file), 'utf8')];
    return file.endsWith('.view.ts') ? [inView(file)] : [];
  });
  return [...written, ...pagesIn(written.join('\n')).map(pageOf)];
}

function inView(file: string): string {
  const [, sdl] = IN_A_VIEW.exec(readFileSync(join(SOURCE, file), 'utf8')) ?? [];
  if (sdl === undefined) throw new Error(`${file} says nothing to GraphQL: it needs an exported template "sdl"`);
  return sdl;
}

/** The types of which pages are named, but for those whose pages say more than their entries. */
function pagesIn(sdl: string): readonly string[] {
  const named = new Set([...sdl.matchAll(/\b(\w+)Connection\b/g)].map(([, type = '']) => type));
  return [...named].filter((type) => !sdl.includes(`type ${type}Connection `)).sort();
}

const pageOf = (type: string): string => `
type ${type}Connection { edges: [${type}Edge!]!  pageInfo: PageInfo!  totalCount: Int! }
type ${type}Edge { cursor: String!  node: ${type}! }
`;
