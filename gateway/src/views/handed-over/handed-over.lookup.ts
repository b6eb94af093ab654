import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId } from '../../scope/seen.ts';
import { clocks, inOrderOf, type Moment } from '../moment.ts';

export type HandedOverKind = 'veto' | 'activity' | 'prior-grade';

export interface HandedOverRow {
  readonly scheme: string | null;
  readonly period: string;
  readonly code: string;
  readonly stands: boolean;
  readonly revision: number;
  readonly file: string | null;
  readonly content: string | null;
  /** RFC 3339. */
  readonly recordedAt: string;
}

export interface HandedOverAsked {
  readonly branchId: SeenId;
  readonly kind: HandedOverKind;
  /** null: every period. */
  readonly period: string | null;
}

/**
 * The latest word on each of a branch's facts of a kind, as known at the moment, in the order of the keys. A branch has one grade
 * of a scheme and period: the latest. One statement.
 */
export async function handedOver(
  model: ReadModel,
  keys: readonly HandedOverAsked[],
  moment: Moment,
): Promise<readonly (readonly HandedOverRow[])[]> {
  const [, knownAt] = clocks(moment);
  const found = await model.sql.query<{ asked: string; facts: HandedOverRow[] }>(
    `SELECT k.asked, json_agg(json_build_object('scheme', nullif(h.scheme, ''), 'period', h.period, 'code', h.code,
       'file', h.file, 'content', h.content, 'stands', h.stands, 'revision', h.revision, 'recordedAt', h.recorded_at) ORDER BY h.scheme, h.period, h.code) AS facts
     FROM (SELECT DISTINCT * FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS t (asked, branch, kind, period)) k
     CROSS JOIN LATERAL (
       SELECT DISTINCT ON (scheme, period, CASE WHEN kind = 'prior-grade' THEN '' ELSE code END) scheme, period, code, file, content, stands, revision, recorded_at
       FROM handed_over WHERE branch_id = k.branch AND kind = k.kind AND (k.period = '' OR period = k.period) AND recorded_at <= $1::timestamptz
       ORDER BY scheme, period, CASE WHEN kind = 'prior-grade' THEN '' ELSE code END, revision DESC) h
     GROUP BY k.asked`,
    [knownAt, keys.map(nameOf), keys.map((key) => key.branchId), keys.map((key) => key.kind), keys.map(periodOf)],
  );
  const facts = found.rows.map((row) => [row.asked, row.facts] as const);
  return inOrderOf(keys.map(nameOf), facts).map((rows) => rows ?? []);
}

export const handedOverLoader = loaderOf(handedOver);

const periodOf = ({ period }: HandedOverAsked): string => period ?? '';
const nameOf = (asked: HandedOverAsked): string => `${asked.branchId} ${asked.kind} ${periodOf(asked)}`;
