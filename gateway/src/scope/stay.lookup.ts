import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../read-model.ts';
import type { Scope } from './scope.rules.ts';
import type { Subtree } from './seen.ts';

/** Days on which an organization stood under a root, in the tree as it is known now. */
export interface Stay {
  readonly id: string;
  readonly from: Day;
  /** Excluded. */
  readonly to: Day;
  /** It stands there today; where it is dissolved, it stood there last; where it has not begun, it will first. */
  readonly isToday: boolean;
}

/**
 * Whether a stay (`alias`, a row of `place` as known now) is where an organization stands on `today`. Before its first
 * day it counts where it begins, after its last where it stood last.
 */
const standsToday = (alias: string, today: string): string => `CASE
    WHEN ${alias}.from_day > ${today} THEN NOT EXISTS (SELECT FROM place q WHERE q.organization_id = ${alias}.organization_id
      AND q.depth = 0 AND q.known_to = 'infinity' AND q.from_day < ${alias}.from_day)
    WHEN ${alias}.to_day <= ${today} THEN NOT EXISTS (SELECT FROM place q WHERE q.organization_id = ${alias}.organization_id
      AND q.depth = 0 AND q.known_to = 'infinity' AND q.from_day <= ${today} AND q.to_day > ${alias}.to_day)
    ELSE true END`;

/** Whether nobody is registered under an id any more. */
const isCancelled = (organizationId: string): string =>
  `NOT EXISTS (SELECT FROM organization o WHERE o.id = ${organizationId} AND o.known_to = 'infinity')`;

const STAYS = `
  SELECT p.organization_id AS id, p.from_day AS "from", p.to_day AS "to", ${standsToday('p', '$3::date')} AS "isToday"
  FROM place p WHERE p.organization_id = ANY($1) AND p.ancestor_id = ANY($2) AND p.known_to = 'infinity'
    AND (p.from_day <= $3::date OR ${standsToday('p', '$3::date')})
  UNION ALL
  SELECT p.organization_id, p.from_day, p.to_day, true
  FROM place p WHERE p.organization_id = ANY($1) AND p.ancestor_id = ANY($4) AND ${isCancelled('p.organization_id')}`;

/** When organizations stood under the roots of a scope; a move of tomorrow counts tomorrow. Those that never did are missing. One statement. */
export async function staysUnder(
  { sql }: ReadModel,
  ids: readonly string[],
  { roots, audited, today }: Pick<Scope, 'roots' | 'audited'> & { readonly today: Day },
): Promise<ReadonlyMap<string, readonly Stay[]>> {
  if (roots.length === 0) return new Map();
  const values = [ids, roots, today, audited];
  return Map.groupBy((await sql.query<Stay>({ name: 'stays', text: STAYS, values })).rows, ({ id }) => id);
}

/** Those of the organizations that roots stand under, or ever stood under. One statement. */
export async function thoseAbove(
  { sql }: ReadModel,
  ids: readonly string[],
  { roots }: Pick<Scope, 'roots'>,
): Promise<ReadonlySet<string>> {
  if (roots.length === 0) return new Set();
  const { rows } = await sql.query<{ readonly id: string }>({
    name: 'above',
    text: `SELECT DISTINCT p.ancestor_id AS id FROM place p
      WHERE p.organization_id = ANY($2) AND p.ancestor_id = ANY($1) AND p.depth > 0 AND p.known_to = 'infinity'`,
    values: [ids, roots],
  });
  return new Set(rows.map(({ id }) => id));
}

/** What a statement is given as a parameter. */
type Bound = (value: string | readonly string[]) => string;

/**
 * The condition that of what stood under an organization on the day ($1) only that is found which whoever asks may see:
 * what stands under a root of his today, or stood there on that day. Source: access.md, section 3.
 */
export function ownShare(organizationId: string, { only }: Pick<Subtree, 'only'>, bound: Bound): string {
  if (!only) return '';
  const [roots, audited, today] = [bound(only.roots), bound(only.audited), `${bound(only.today)}::date`];
  return `AND EXISTS (SELECT FROM place mine WHERE mine.organization_id = ${organizationId} AND (
    mine.ancestor_id = ANY(${roots}::text[]) AND mine.known_to = 'infinity'
      AND (mine.from_day <= least($1::date, ${today}) AND mine.to_day > $1::date OR ${standsToday('mine', today)})
    OR mine.ancestor_id = ANY(${audited}::text[]) AND ${isCancelled(organizationId)}))`;
}
