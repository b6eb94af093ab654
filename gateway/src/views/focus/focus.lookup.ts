import { type Wording, wordsOfScheme } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import { clocks, holds, type Moment, type Page } from '../moment.ts';
import { ofNearestEdition } from '../rating/edition.lookup.ts';

export interface FocusEntry {
  readonly branchId: string;
  /** Why it is there, a sentence for each scheme. */
  readonly reasons: readonly Wording[];
}

export interface FocusPage {
  readonly entries: readonly FocusEntry[];
  readonly hasNext: boolean;
  readonly totalCount: number;
}

interface ReasonRow {
  readonly id: string;
  readonly scheme: string;
  readonly period: string;
  readonly grade: string;
  readonly label: string;
}

// The last grades that their edition (a prior grade: the nearest of its scheme) marks for focus.
const MARKED = `
  FROM place p JOIN rating_span r ON r.branch_id = p.organization_id AND r.track = '' AND ${holds('r')}
  JOIN decision d USING (branch_id, scheme, period, revision)
  WHERE p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')} AND coalesce(d.focus, ${ofNearestEdition('focus', 'r', 'd.effective_on')}, false)`;

/**
 * 重点支部: the living branches under an organization whose last grade in any scheme its edition marks for focus, by
 * code, each with why. Never typed, always computed. Two statements.
 */
export async function focusList(
  model: ReadModel,
  asked: { readonly under: string; readonly moment: Moment },
  page: Page,
): Promise<FocusPage> {
  const moment = clocks(asked.moment);
  const total = await model.sql.query<{ total: string }>(
    `SELECT count(DISTINCT p.organization_id) AS total ${MARKED}`,
    [...moment, asked.under],
  );
  const found = await model.sql.query<ReasonRow>(
    `SELECT p.organization_id AS id, r.scheme, r.period, r.grade, coalesce(d.label, ${ofNearestEdition('label', 'r', 'd.effective_on')}, r.grade) AS label
     ${MARKED} AND p.organization_id IN (SELECT DISTINCT p.organization_id ${MARKED} AND p.organization_id > $4 ORDER BY p.organization_id LIMIT $5)
     ORDER BY p.organization_id, r.scheme`,
    [...moment, asked.under, page.after ?? '', page.first + 1],
  );
  const entries = Map.groupBy(found.rows, (row) => row.id);
  return {
    entries: [...entries].slice(0, page.first).map(([branchId, rows]) => ({ branchId, reasons: rows.map(reasonOf) })),
    hasNext: entries.size > page.first,
    totalCount: Number(total.rows[0]?.total ?? 0),
  };
}

function reasonOf({ scheme, period, grade, label }: ReasonRow): Wording {
  const words = wordsOfScheme(scheme);
  return { zh: `${period}年度${words.zh}：${label}`, en: `${words.en} ${period}: ${grade} (${label})` };
}
