import type { Day } from '@zhibu/kernel';
import type { SeenId } from '../scope/seen.ts';

/** On which day, and as known when: both flow down to everything that is selected below. */
export interface Moment {
  readonly asOf: Day;
  /** RFC 3339, milliseconds, UTC; absent: as known now. */
  readonly knownAt?: string | undefined;
}

/** A page in order of code: at most `first` entries after the code `after`. */
export interface Page {
  readonly first: number;
  readonly after?: string | undefined;
}

/** A page of what stands under an organization, by id, in order of code. */
export interface Listing<Id extends string = SeenId> {
  readonly ids: readonly Id[];
  readonly hasNext: boolean;
  readonly totalCount: number;
}

export const emptyListing: Listing<never> = { ids: [], hasNext: false, totalCount: 0 };

// Later than everything recorded, earlier than infinity: so one condition serves both questions.
const LATEST = '9999-12-31T00:00:00.000Z';

/** A moment as the parameters $1 (day) and $2 (instant) that every statement over spans and facts begins with. */
export function clocks({ asOf, knownAt }: Moment): readonly [Day, string] {
  return [asOf, knownBy(knownAt)];
}

/** The instant by which a fact is known to count. */
export const knownBy = (knownAt: string | undefined): string => knownAt ?? LATEST;

/** Whether a row of spans holds at the moment ($1, $2). */
export function holds(alias: string): string {
  return `${alias}.from_day <= $1::date AND ${alias}.to_day > $1::date AND ${alias}.known_from <= $2::timestamptz AND ${alias}.known_to > $2::timestamptz`;
}

/** Whether a fact of an organization is known at the moment ($2), and its registration not cancelled by then. */
export function known(alias: string): string {
  return `${alias}.recorded_at <= $2::timestamptz AND ${alias}.known_to > $2::timestamptz`;
}

/** What an organization is called and under whom it stands is known of those too that nobody may look into. */
const OPEN_TO_ALL: ReadonlySet<string> = new Set(['name', 'parent']);

/** The fact of an aspect that holds for an organization at the moment ($1, $2), as a lateral join of that name. */
export function factOf(organizationId: string, aspect: string): string {
  return `LEFT JOIN LATERAL (
    SELECT f.value FROM ${OPEN_TO_ALL.has(aspect) ? 'organization_name' : 'organization_fact'} f WHERE f.organization_id = ${organizationId} AND f.aspect = '${aspect}'
      AND f.effective_on <= $1::date AND ${known('f')}
    ORDER BY f.effective_on DESC, f.revision DESC LIMIT 1) ${aspect} ON true`;
}

/** A page from one entry more than was asked for. */
export function listing<Id extends string>(
  idsAndOneMore: readonly Id[],
  first: number,
  totalCount: number,
): Listing<Id> {
  return { ids: idsAndOneMore.slice(0, first), hasNext: idsAndOneMore.length > first, totalCount };
}

/** What was found for each key, in the order of the keys. */
export function inOrderOf<Found>(
  keys: readonly string[],
  found: Iterable<readonly [string, Found]>,
): readonly (Found | undefined)[] {
  const byKey = new Map(found);
  return keys.map((key) => byKey.get(key));
}
