import { refusal } from '@zhibu/contracts';
import { isStorable } from '@zhibu/kernel';
import type { Listing, Page } from '../views/moment.ts';

/** At most so many entries a page. */
export const ENTRIES_A_PAGE = 200;

export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** A page as the look-ups take it. @throws Refusal INPUT_INVALID naming `first` or `after` */
export function pageOf({ first, after }: PageArguments, fallback: number): Page {
  const size = first ?? fallback;
  if (size < 1 || size > ENTRIES_A_PAGE) {
    const problem = { zh: `须为1至${ENTRIES_A_PAGE}`, en: `must be 1 to ${ENTRIES_A_PAGE}` };
    throw refusal('INPUT_INVALID', { errors: [{ field: 'first', problem }] });
  }
  return { first: size, ...(after === null || after === undefined ? {} : { after: codeOf(after) }) };
}

export interface Connection<Edge> {
  readonly edges: readonly Edge[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    /** Whoever asks for what comes after an entry has seen one before it. */
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** A Relay connection over a page of ids; every edge is made by `edgeOf`, its cursor by us. */
export function connectionOf<Edge extends object, Id extends string>(
  listing: Listing<Id>,
  page: Page,
  edgeOf: (id: Id, index: number) => Edge,
): Connection<Edge & { readonly cursor: string }> {
  const edges = listing.ids.map((id, index) => ({ ...edgeOf(id, index), cursor: cursorOf(id) }));
  return {
    edges,
    totalCount: listing.totalCount,
    pageInfo: {
      hasNextPage: listing.hasNext,
      hasPreviousPage: page.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

const cursorOf = (code: string): string => Buffer.from(code).toString('base64url');

/** Longer than that of any id. */
const LONGEST_CURSOR = 512;

function codeOf(cursor: string): string {
  const code = Buffer.from(cursor.slice(0, LONGEST_CURSOR), 'base64url').toString();
  if (code !== '' && isStorable(code) && cursorOf(code) === cursor) return code;
  const problem = { zh: '不是本系统给出的翻页位置', en: 'is not a cursor' };
  throw refusal('INPUT_INVALID', { errors: [{ field: 'after', problem }] });
}
