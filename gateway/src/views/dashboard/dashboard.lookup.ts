import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import type { Moment } from '../moment.ts';

/** What a dashboard counts: the branches under an organization on a day's tree, by the grades of a track. */
export interface DashboardScope {
  readonly under: string;
  readonly moment: Moment;
  /** A period: that period's grades. Absent: the grades in force on the day. */
  readonly track?: string | undefined;
}

export interface GradeCountRow {
  readonly grade: string;
  readonly label: string;
  readonly count: number;
}

export interface SchemeCounts {
  readonly branches: number;
  /** Every grade of the edition in its order, zeros included; grades of other editions after them. */
  readonly grades: readonly GradeCountRow[];
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

/** A period alone means its last day, with asOf that period's grades on that day's tree; neither: in force today. */
export function scopeOf(
  asked: { readonly under: string; readonly period?: string | undefined; readonly asOf?: Day | undefined; readonly knownAt?: string | undefined },
  today: Day,
): DashboardScope {
  throw new Error(`not written yet: ${asked.under} ${today}`);
}

/** How many branches live under the organization on the day. */
export async function branchCount(model: ReadModel, scope: DashboardScope): Promise<number> {
  throw new Error(`not written yet: ${scope.under} ${typeof model}`);
}

/** The branches under the organization by grade of a scheme. */
export async function gradeCounts(model: ReadModel, scope: DashboardScope, scheme: string): Promise<SchemeCounts> {
  throw new Error(`not written yet: ${scope.under} ${scheme} ${typeof model}`);
}

/** The same for each living child of the organization, by code; the number of statements does not grow with children. */
export async function childCounts(model: ReadModel, scope: DashboardScope, scheme: string): Promise<readonly ChildCounts[]> {
  throw new Error(`not written yet: ${scope.under} ${scheme} ${typeof model}`);
}

/** How many branches of the day's tree went from which grade in one period to which in another. */
export async function transitions(
  model: ReadModel, scope: DashboardScope, between: { readonly scheme: string; readonly from: string; readonly to: string },
): Promise<readonly TransitionRow[]> {
  throw new Error(`not written yet: ${scope.under} ${between.scheme} ${typeof model}`);
}
