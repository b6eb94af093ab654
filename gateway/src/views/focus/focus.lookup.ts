import {
  designationContract,
  programmeKinds,
  programmeKindWords,
  programmeLevels,
  programmeLevelWords,
  type Wording,
  wordsOfScheme,
} from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import type { SeenId, Subtree } from '../../scope/seen.ts';
import { ownShare } from '../../scope/stay.lookup.ts';
import { designatedOrApplied } from '../designation/designated.lookup.ts';
import { countedAs } from '../designation/designation.rules.ts';
import { clocks, holds, type Moment, type Page } from '../moment.ts';
import { ofNearestEdition } from '../rating/edition.lookup.ts';

export interface FocusEntry {
  readonly branchId: SeenId;
  /** Why it is there, a sentence for each scheme. */
  readonly reasons: readonly Wording[];
}

export interface FocusPage {
  readonly entries: readonly FocusEntry[];
  readonly hasNext: boolean;
  readonly totalCount: number;
}

interface ReasonRow {
  readonly id: SeenId;
  readonly scheme: string;
  readonly period: string;
  readonly grade: string;
  readonly label: string;
  /** As what it is designated or applied for; null: it is there by a grade. */
  readonly counted: string | null;
}

// The last grades that their edition (a prior grade: the nearest of its scheme) marks for focus.
const graded = (join = ''): string => `
  FROM place p JOIN rating_span r ON r.branch_id = p.organization_id AND r.track = '' AND ${holds('r')} ${join}
  WHERE p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')} AND coalesce(r.focus, (SELECT ${ofNearestEdition('focus', 'r', 'n.effective_on')}
    FROM decision n WHERE (n.branch_id, n.scheme, n.period, n.revision) = (r.branch_id, r.scheme, r.period, r.revision)), false)`;

// Designated or applied for, at any level.
const NAMED = `
  FROM place p ${designatedOrApplied('p.organization_id')} WHERE p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')}`;

/**
 * 重点支部: the living branches under an organization that are designated or applied for, or whose last grade in any scheme
 * its edition marks for focus, by code, each with why, as far as whoever asks may see them. Never typed, always computed.
 * Two statements.
 */
export async function focusList(
  model: ReadModel,
  asked: { readonly under: Subtree; readonly moment: Moment },
  page: Page,
): Promise<FocusPage> {
  const values: unknown[] = [...clocks(asked.moment), asked.under.id];
  const own = ownShare('p.organization_id', asked.under, (value) => `$${values.push(value)}`);
  const named = `${NAMED} ${own}`;
  const ids = (beyond = ''): string =>
    `SELECT p.organization_id ${graded()} ${own} ${beyond} UNION SELECT p.organization_id ${named} ${beyond}`;
  const total = await model.sql.query<{ total: string }>(`SELECT count(*) AS total FROM (${ids()}) focus`, [...values]);
  const [after, first] = [`$${values.push(page.after ?? '')}`, `$${values.push(page.first + 1)}`];
  const paged = `p.organization_id IN (${ids(`AND p.organization_id > ${after}`)} ORDER BY 1 LIMIT ${first})`;
  const found = await model.sql.query<ReasonRow>(
    `SELECT p.organization_id AS id, r.scheme, r.period, r.grade, coalesce(d.label, ${ofNearestEdition('label', 'r', 'd.effective_on')}, r.grade) AS label, NULL AS counted
     ${graded('JOIN decision d USING (branch_id, scheme, period, revision)')} ${own} AND ${paged}
     UNION ALL SELECT p.organization_id, '', '', '', '', n.counted ${named} AND ${paged}
     ORDER BY id, scheme, counted`,
    values,
  );
  const entries = Map.groupBy(found.rows, (row) => row.id);
  return {
    entries: [...entries].slice(0, page.first).map(([branchId, rows]) => ({ branchId, reasons: rows.map(reasonOf) })),
    hasNext: entries.size > page.first,
    totalCount: Number(total.rows[0]?.total ?? 0),
  };
}

function reasonOf({ scheme, period, grade, label, counted }: ReasonRow): Wording {
  if (counted !== null) return designationSays(counted);
  const words = wordsOfScheme(scheme);
  return { zh: `${period}年度${words.zh}：${label}`, en: `${words.en} ${period}: ${grade} (${label})` };
}

/** 省级规范化建设示范点：已命名. */
function designationSays(counted: string): Wording {
  const { level, kind, status } = countedAs(counted);
  const of = programmeLevels.find((known) => known === level);
  const what = programmeKinds.find((known) => known === kind);
  const stands = Object.entries(designationContract.statuses).find(([known]) => known === status)?.[1];
  if (!of || !what || !stands) throw new Error(`${counted} is not as designations are counted`);
  const [levelSaid, kindSaid] = [programmeLevelWords[of], programmeKindWords[what]];
  return { zh: `${levelSaid.zh}${kindSaid.zh}：${stands.zh}`, en: `${levelSaid.en} ${kindSaid.en}: ${stands.en}` };
}
