import type { DutyName } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { ViewStateReader } from '../../knowledge/view-versions.ts';
import type { ReadModel } from '../../read-model.ts';
import type { OwnShare } from '../../scope/seen.ts';
import { ownShare } from '../../scope/stay.lookup.ts';
import { clocks, holds, type Moment, type Page } from '../moment.ts';

export interface DutyRow {
  readonly dutyId: string;
  readonly personId: string;
  readonly status: 'proposed' | 'assigned';
  readonly duty: DutyName;
  /** null: at the platform. */
  readonly organizationId: string | null;
  readonly branchIds: readonly string[] | null;
  readonly aspects: readonly string[] | null;
  readonly from: Day;
  /** The last day; null: no end is known. */
  readonly until: Day | null;
  /** The document's number; null: it was founded, or an inspection gave it. */
  readonly basis: string | null;
}

export interface DutiesAsked {
  readonly personId?: string | undefined;
  readonly organizationId?: string | undefined;
  /** Whoever asks is shown his own, and what is held at organizations that he may see; absent: all. */
  readonly only?: (OwnShare & { readonly personId: string }) | undefined;
}

export interface DutyListing {
  readonly rows: readonly DutyRow[];
  readonly hasNext: boolean;
  readonly totalCount: number;
}

/**
 * What stands of duties at the moment ($1, $2): what is held on the day, and what waits on it to be confirmed; the last day is
 * told as soon as an end is recorded, as of an inspector when his inspection is concluded. One whose
 * organization does not live on the day is not held: it ended with the organization.
 */
const STANDING = `SELECT h."dutyId", h."personId", h.status, h.duty, h."organizationId", h."branchIds", h.aspects, h."from",
    least(h.until, e.last) AS until, h.basis FROM (
    SELECT DISTINCT ON (duty_id) duty_id AS "dutyId", person_id AS "personId", said AS status, duty, organization_id AS "organizationId",
      branch_ids AS "branchIds", aspects, effective_on AS "from", until, basis, recorded_at
    FROM duty_fact WHERE said IN ('proposed', 'assigned') AND recorded_at <= $2::timestamptz
      AND ($3 = '' OR person_id = $3) AND ($4 = '' OR organization_id = $4)
    ORDER BY duty_id, revision DESC) h
  CROSS JOIN LATERAL (SELECT min(f.effective_on) - 1 AS last FROM duty_fact f WHERE f.person_id = h."personId" AND f.duty_id = h."dutyId"
    AND f.said IN ('refused', 'ended') AND f.recorded_at <= $2::timestamptz) e
  WHERE CASE h.status WHEN 'assigned' THEN h."from" ELSE (h.recorded_at AT TIME ZONE 'Asia/Shanghai')::date END <= $1::date
    AND coalesce(least(h.until, e.last) >= $1::date, true)
    AND (h."organizationId" IS NULL OR EXISTS (
      SELECT FROM place p WHERE p.organization_id = h."organizationId" AND p.depth = 0 AND ${holds('p')}))`;

/** A page of the duties that stand at a moment, in order of their ids: of a person, at an organization, or all. Two statements. */
export async function dutiesAt(
  { sql }: ReadModel,
  { personId = '', organizationId = '', only }: DutiesAsked,
  { moment, page }: { readonly moment: Moment; readonly page: Page },
): Promise<DutyListing> {
  const asked: (string | number | readonly string[])[] = [...clocks(moment), personId, organizationId];
  const bound = (value: string | number | readonly string[]): string => `$${asked.push(value)}`;
  const shown = only
    ? `s."personId" = ${bound(only.personId)} OR (true ${ownShare('s."organizationId"', { only }, bound)})`
    : 'true';
  const counted = sql.query<{ count: string }>(`SELECT count(*) FROM (${STANDING}) s WHERE ${shown}`, [...asked]);
  const rows = await sql.query<DutyRow>(
    `SELECT * FROM (${STANDING}) s WHERE (${shown}) AND s."dutyId"::text COLLATE "C" > ${bound(page.after ?? '')}
     ORDER BY s."dutyId"::text COLLATE "C" LIMIT ${bound(page.first + 1)}`,
    asked,
  );
  return {
    rows: rows.rows.slice(0, page.first),
    hasNext: rows.rows.length > page.first,
    totalCount: Number((await counted).rows[0]?.count ?? 0),
  };
}

/** A duty that a person holds on a day. */
export interface DutyOnDay {
  readonly dutyId: string;
  readonly duty: DutyName;
  /** Absent: at the platform. */
  readonly organizationId?: string | undefined;
  /** Absent: for all that stands under its organization. */
  readonly branchIds?: readonly string[] | undefined;
  readonly aspects?: readonly string[] | undefined;
  readonly from: Day;
  /** The last day; absent: no end is known. */
  readonly until?: Day | undefined;
}

/** The duties that a person holds on a day, as known now, in order of their ids; none: he may do and see nothing. */
export type DutiesOf = (personId: string, day: Day) => Promise<readonly DutyOnDay[]>;

/** The views whose rows the duties that hold follow from. */
export const DUTY_VIEWS = ['duty', 'organization'] as const;

/** So many people's days are kept. */
const KEPT = 10_000;

/**
 * The duties of people, held in memory and dropped as soon as the feed has changed what they follow from: the read model is
 * asked for its versions each time, so that a duty which ended through another process holds no longer here either.
 */
export function dutiesKept(sql: Sql, state = new ViewStateReader(sql)): DutiesOf {
  const kept = new Map<string, Promise<readonly DutyOnDay[]>>();
  let stamp = '';
  return async (personId, day) => {
    const { versions } = await state.read();
    const now = DUTY_VIEWS.map((view) => versions.get(view) ?? '').join(' ');
    if (now !== stamp || kept.size >= KEPT) kept.clear();
    stamp = now;
    const key = `${day} ${personId}`;
    const found = kept.get(key) ?? dutiesOn(sql, personId, day);
    kept.set(key, found);
    // What could not be read is asked again.
    found.catch(() => kept.delete(key));
    return found;
  };
}

/** The duties that a person holds on a day, as known now, in order of their ids. */
export async function dutiesOn(sql: Sql, personId: string, day: Day): Promise<readonly DutyOnDay[]> {
  if (personId === '') return [];
  const { rows } = await sql.query<DutyRow>({
    name: 'duties-of',
    text: `SELECT * FROM (${STANDING}) s WHERE s.status = 'assigned' ORDER BY s."dutyId"`,
    values: [...clocks({ asOf: day }), personId, ''],
  });
  return rows.map(({ dutyId, duty, organizationId, branchIds, aspects, from, until }) => ({
    dutyId,
    duty,
    organizationId: organizationId ?? undefined,
    branchIds: branchIds ?? undefined,
    aspects: aspects ?? undefined,
    from,
    until: until ?? undefined,
  }));
}
