import type { Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { ChainedEntry } from './entry.ts';

/** Which accesses are looked for; what is left out is not asked for. */
export interface EntryFilter {
  readonly person?: string | undefined;
  /** One of the roots and ids that were asked for. */
  readonly subject?: string | undefined;
  /** What the operation holds: a command's name, a field of the root, a door. */
  readonly operation?: string | undefined;
  /** The first and the last day, of Beijing. */
  readonly from?: Day | undefined;
  readonly through?: Day | undefined;
}

interface EntryRow extends Omit<ChainedEntry, 'number' | 'document' | 'chain'> {
  readonly number: string;
  readonly document: string | null;
  readonly chain: string;
}

const A_PAGE = 5_000;
const COLUMNS = `at, writer, number, person, session, duty, operation, encode(document, 'hex') AS document, subjects, rows,
  as_of::text AS "asOf", known_at AS "knownAt", outcome, address, ms, encode(chain, 'hex') AS chain`;

/** Where an entry stands: its instant, its writer, its number. */
export type EntryPlace = readonly [at: string, writer: string, number: string];

export const entryPlaceOf = ({ at, writer, number }: ChainedEntry): EntryPlace => [
  at.toISOString(),
  writer,
  String(number),
];

/** Which accesses are looked for, after which, and how many at most. */
export interface EntriesAsked {
  readonly filter: EntryFilter;
  readonly after?: EntryPlace | undefined;
  readonly atMost: number;
}

/**
 * A page of the accesses that a filter lets through, in the order of their instants and, of one writer, of their numbers.
 * @param sql schema `access` as whoever may read it
 */
export async function pageOfEntries(
  sql: Sql,
  { filter, after, atMost }: EntriesAsked,
): Promise<readonly ChainedEntry[]> {
  const { person, subject, operation, from, through } = filter;
  const asked = [person, subject, operation, from, through].map((value) => value ?? null);
  const { rows } = await sql.query<EntryRow>(
    `SELECT ${COLUMNS} FROM read_access_log($1::text, $2::text, $3::text, $4::date, $5::date, $6::timestamptz, $7::uuid,
       $8::bigint, $9::integer) ORDER BY at, writer, number`,
    [...asked, ...(after ?? [null, null, null]), atMost],
  );
  return rows.map((row) => ({ ...row, number: BigInt(row.number) }));
}

/** All of them, page by page. */
export async function* entriesOf(sql: Sql, filter: EntryFilter = {}, aPage = A_PAGE): AsyncGenerator<ChainedEntry> {
  let after: EntryPlace | undefined;
  for (;;) {
    const page = await pageOfEntries(sql, { filter, after, atMost: aPage });
    yield* page;
    const last = page.at(-1);
    if (page.length < aPage || !last) return;
    after = entryPlaceOf(last);
  }
}
