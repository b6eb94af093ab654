import { type Day, lastDayOf } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { knownGradesOf, type SchemeGrade } from '../rating/edition.lookup.ts';
import type { SeenId } from '../../scope/seen.ts';
import { clocks, holds, type Moment } from '../moment.ts';
import { type Counts, countsOf } from './count.lookup.ts';

/** What a dashboard counts: the branches under an organization on a day's tree, by the grades of a track. */
export interface DashboardScope {
  readonly under: SeenId;
  readonly moment: Moment;
  /** A period: that period's grades. Absent: the grades in force on the day. */
  readonly track?: string | undefined;
}

export interface GradeCountRow extends SchemeGrade {
  readonly grade: string;
  readonly count: number;
}

export interface SchemeCounts {
  readonly branches: number;
  /** Every grade of the edition in its order, zeros included; grades of other editions after them. */
  readonly grades: readonly GradeCountRow[];
  /** Without a grade, though they are graded: a temporary branch (临时党支部) is not. */
  readonly ungraded: number;
}

export interface ChildCounts extends SchemeCounts {
  readonly organizationId: string;
}

export interface TransitionRow {
  /** null: ungraded in the first period. */
  readonly fromGrade: string | null;
  readonly toGrade: string;
  readonly count: number;
}

/** With a period what its round decided, on the tree of its last day unless another is named; else what is in force. */
export function scopeOf(
  asked: {
    readonly period?: string | undefined;
    readonly asOf?: Day | undefined;
    readonly knownAt?: string | undefined;
  },
  today: Day,
): Omit<DashboardScope, 'under'> {
  const { period, asOf, knownAt } = asked;
  if (period === undefined) return { moment: { asOf: asOf ?? today, knownAt } };
  return { moment: { asOf: asOf ?? lastDayOf(period), knownAt }, track: period };
}

/** What is being counted for one dashboard, by scheme: its fields share the statements. */
interface Shared {
  readonly counts: Map<string, Promise<Counts | undefined>>;
  readonly grades: Map<string, Promise<ReadonlyMap<string, SchemeGrade>>>;
}

const sharedBy = new WeakMap<DashboardScope, Shared>();

function sharedOf(scope: DashboardScope): Shared {
  const shared = sharedBy.get(scope) ?? { counts: new Map(), grades: new Map() };
  sharedBy.set(scope, shared);
  return shared;
}

/** How many branches live under the organization on the day: with their grades, where these are asked for too. */
export async function branchCount(model: ReadModel, scope: DashboardScope): Promise<number> {
  // What is asked for together has begun once this goes on.
  await Promise.resolve();
  const [graded] = sharedOf(scope).counts.values();
  return (await (graded ?? countsUnder(model, scope, '')))?.branches ?? 0;
}

/** The branches under the organization by grade of a scheme. Three statements. */
export async function gradeCounts(model: ReadModel, scope: DashboardScope, scheme: string): Promise<SchemeCounts> {
  const [counts, grades] = await Promise.all([countsUnder(model, scope, scheme), gradesIn(model, scope, scheme)]);
  return schemeCounts(counts, grades);
}

function countsUnder(model: ReadModel, scope: DashboardScope, scheme: string): Promise<Counts | undefined> {
  const { under, moment, track = '' } = scope;
  const { counts } = sharedOf(scope);
  const counting =
    counts.get(scheme) ?? countsOf(model, [under], { moment, scheme, track }).then((found) => found.get(under));
  counts.set(scheme, counting);
  return counting;
}

/** The same for each living child of the organization, by code. Four statements, whatever the number of children. */
export async function childCounts(
  model: ReadModel,
  scope: DashboardScope,
  scheme: string,
): Promise<readonly ChildCounts[]> {
  const asked = model.sql.query<{ id: string }>({
    name: 'children-by-code',
    values: [...clocks(scope.moment), scope.under],
    text: `SELECT p.organization_id AS id FROM place p WHERE p.ancestor_id = $3 AND p.depth = 1 AND ${holds('p')} ORDER BY p.organization_id`,
  });
  const [children, grades] = await Promise.all([asked, gradesIn(model, scope, scheme)]);
  const ids = children.rows.map((row) => row.id);
  const counts = await countsOf(model, ids, { moment: scope.moment, scheme, track: scope.track ?? '' });
  return ids.map((organizationId) => ({ organizationId, ...schemeCounts(counts.get(organizationId), grades) }));
}

/** How many branches of the day's tree went from which grade in one period to which in another. */
export async function transitions(
  model: ReadModel,
  scope: DashboardScope,
  between: { readonly scheme: string; readonly from: string; readonly to: string },
): Promise<readonly TransitionRow[]> {
  await gradesIn(model, scope, between.scheme);
  const on = (alias: string, track: string): string =>
    `ON ${alias}.branch_id = p.organization_id AND ${alias}.scheme = $4 AND ${alias}.track = ${track} AND ${holds(alias)}`;
  const found = await model.sql.query<{ fromGrade: string | null; toGrade: string; count: string }>(
    `SELECT b.grade AS "fromGrade", r.grade AS "toGrade", count(*) AS count
     FROM place p JOIN rating_span r ${on('r', '$6')} LEFT JOIN rating_span b ${on('b', '$5')}
     WHERE p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')} GROUP BY b.grade, r.grade ORDER BY b.grade NULLS LAST, r.grade`,
    [...clocks(scope.moment), scope.under, between.scheme, between.from, between.to],
  );
  return found.rows.map((row) => ({ ...row, count: Number(row.count) }));
}

function gradesIn(model: ReadModel, scope: DashboardScope, scheme: string): Promise<ReadonlyMap<string, SchemeGrade>> {
  const { moment, track } = scope;
  const { grades } = sharedOf(scope);
  const reading =
    grades.get(scheme) ??
    knownGradesOf(model, scheme, { ...moment, asOf: track === undefined ? moment.asOf : lastDayOf(track) });
  grades.set(scheme, reading);
  return reading;
}

/** A grade that no edition known by then has is shown by its code, as an ordinary one. */
const unworded = (grade: string): SchemeGrade => ({ label: grade, standing: 'ordinary' });

function schemeCounts(counts: Counts | undefined, known: ReadonlyMap<string, SchemeGrade>): SchemeCounts {
  const counted = counts?.grades ?? new Map<string, number>();
  const codes = [
    ...new Set([
      ...known.keys(),
      ...[...counted]
        .filter(([, count]) => count > 0)
        .map(([grade]) => grade)
        .sort(),
    ]),
  ];
  const grades = codes.map((grade) => ({
    grade,
    ...(known.get(grade) ?? unworded(grade)),
    count: counted.get(grade) ?? 0,
  }));
  const graded = [...counted.values()].reduce((sum, count) => sum + count, 0);
  const { branches, outsideRounds } = counts ?? { branches: 0, outsideRounds: 0 };
  return { branches, grades, ungraded: branches - graded - outsideRounds };
}
