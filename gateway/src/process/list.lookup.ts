import type { ReadModel } from '../read-model.ts';
import type { Subtree } from '../scope/seen.ts';
import { ownShare } from '../scope/stay.lookup.ts';
import { clocks, emptyListing, holds, listing, type Listing, type Moment, type Page } from '../views/moment.ts';
import type { ProcessCounts } from './count.lookup.ts';
import type { ProcessTables } from './steps.projection.ts';

/** Conditions on where an instance stands: on `key`, `status`, `due_on`, `facets`; `$1` is the day. */
export type Conditions = (bound: (value: string) => string) => readonly string[];

/** Which instances are listed. */
export interface Filtered {
  readonly where: Conditions;
  /** Where those that meet the conditions are exactly those that are counted as some values: which; else undefined. */
  readonly counted?: ((value: string) => boolean) | undefined;
}

/** What is listed of a process. */
export interface Listed extends Filtered {
  readonly under: Subtree;
}

/** A process whose instances are listed: of branches or of organizations of every kind, and by what before their codes. */
interface ListedProcess {
  readonly model: ReadModel;
  readonly tables: ProcessTables;
  readonly counts: ProcessCounts;
  readonly ofEveryKind: boolean;
  /** An SQL expression over where an instance stands. */
  readonly listedBy: string | undefined;
}

interface At {
  readonly moment: Moment;
  readonly page: Page;
}

/** The key of an entry of {@link standingsUnder}. */
export const keyInList = (entry: string): string => entry.slice(entry.indexOf(' ') + 1);

// So many are found and sorted at once; of more, whose number is known, the tree is walked in the order of the codes until the page is full.
const MANY = 2000;

/**
 * The instances of the living branches, or organizations, under an organization that meet the conditions, as far as whoever
 * asks may see them, as entries in their order; with their total. At most three statements.
 */
export async function standingsUnder(process: ListedProcess, asked: Listed, at: At): Promise<Listing<string>> {
  const total = await totalCounted(process, asked, at.moment);
  if (total === 0) return emptyListing;
  return total === undefined || total <= MANY ? sorted(process, asked, at) : walked(process, asked, { ...at, total });
}

/** By the tallies; undefined where they do not count what is listed, or whoever asks may not see all of it. */
async function totalCounted(
  { model, counts, listedBy }: ListedProcess,
  { under, counted }: Listed,
  moment: Moment,
): Promise<number | undefined> {
  if (!counted || under.only || listedBy !== undefined) return undefined;
  const found = await counts.under(model, under.id, moment);
  return [...found].reduce((sum, [value, count]) => (counted(value) ? sum + count : sum), 0);
}

/** All of them, in whatever order the planner finds them; the page is sorted out of these. */
async function sorted(process: ListedProcess, asked: Listed, { moment, page }: At): Promise<Listing<string>> {
  const { values, bound } = parameters(asked, moment);
  // The place of each is worked out once, for the page and for the total.
  const { rows } = await process.model.sql.query<{ total: number; entries: readonly string[] }>(
    `WITH listed AS MATERIALIZED (
       SELECT ${placeInList(process.listedBy)} AS entry FROM ${process.tables.standings} standing JOIN place p USING (organization_id)
       WHERE ${holds('standing')} AND ${conditions(process, asked, bound)})
     SELECT (SELECT count(*)::int FROM listed) AS total,
       ARRAY(SELECT entry FROM listed WHERE entry > ${bound(page.after ?? '')} ORDER BY entry LIMIT ${bound(page.first + 1)}) AS entries`,
    values,
  );
  return listing(rows[0]?.entries ?? [], page.first, rows[0]?.total ?? 0);
}

/** Organization by organization in the order of their codes, from the one that the page goes on after. */
async function walked(
  process: ListedProcess,
  asked: Listed,
  { moment, page, total }: At & { readonly total: number },
): Promise<Listing<string>> {
  const { values, bound } = parameters(asked, moment);
  const { after = '' } = page;
  const entry = placeInList(undefined);
  // OFFSET 0 keeps each organization's looked up by its code.
  const { rows } = await process.model.sql.query<{ entry: string }>(
    `SELECT ${entry} AS entry FROM place p CROSS JOIN LATERAL (
       SELECT s.* FROM ${process.tables.standings} s WHERE s.organization_id = p.organization_id AND ${holds('s')} OFFSET 0) standing
     WHERE p.organization_id >= ${bound(after.split(' ')[0] ?? '')} AND ${entry} > ${bound(after)} AND ${conditions(process, asked, bound)}
     ORDER BY p.organization_id, standing.key LIMIT ${bound(page.first + 1)}`,
    values,
  );
  return listing(
    rows.map((row) => row.entry),
    page.first,
    total,
  );
}

type Value = string | number | readonly string[];
type Bound = (value: Value) => string;

function parameters({ under }: Listed, moment: Moment): { readonly values: Value[]; readonly bound: Bound } {
  const values: Value[] = [...clocks(moment), under.id];
  return { values, bound: (value) => `$${values.push(value)}` };
}

// A space sorts before every character of a code: so instances come by code, then by key; before both by what they are listed by.
const placeInList = (listedBy: string | undefined): string =>
  `(${listedBy === undefined ? '' : `${listedBy} || '/' || `}standing.organization_id || ' ' || standing.key) COLLATE "C"`;

function conditions({ ofEveryKind }: ListedProcess, { under, where }: Listed, bound: Bound): string {
  const living = `p.ancestor_id = $3 AND ${holds('p')}${ofEveryKind ? '' : ` AND p.kind = 'branch'`}`;
  return `${[living, ...where(bound)].join(' AND ')} ${ownShare('p.organization_id', under, bound)}`;
}
