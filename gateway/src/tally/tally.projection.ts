import { arrayOf, type Row, type Sql } from '@zhibu/database';
import type { Subjects } from '../views/view.ts';
import type { Series } from './series.ts';
import { changedShares, MAKE_UP, SHARE_COLUMNS, sharesOfAll, sharesOfTouched } from './tally.sql.ts';

/** The view whose subjects are the organizations with a new place: all that a branch gives to the tallies hangs on it. */
const PLACED = 'organization';

/** What subjects give to the tallies: equal rectangles, known by the second, and of how many branches. */
export type Shares = readonly Row[];

/** What the subjects give to the tallies now. */
export async function sharesOf(sql: Sql, series: readonly Series[], subjects: Subjects): Promise<Shares> {
  const touched = touchedBy(series, subjects);
  if (!touched) return [];
  const text = `WITH ${sharesOfTouched(series)} SELECT * FROM share`;
  return (await sql.query({ name: `tally-shares-${namesOf(series)}`, text, values: touched })).rows;
}

/** Once the rows of the subjects are derived anew: adds what they give now, less what they gave before. */
export async function settleTallies(
  sql: Sql,
  {
    series,
    subjects,
    before,
  }: { readonly series: readonly Series[]; readonly subjects: Subjects; readonly before: Shares },
): Promise<void> {
  const touched = touchedBy(series, subjects);
  if (!touched) return;
  const given = Object.entries(SHARE_COLUMNS).map(([name, type]) => arrayOf(before, name, type));
  await sql.query({
    name: `tally-settle-${namesOf(series)}`,
    text: `WITH ${sharesOfTouched(series)}, ${changedShares(touched.length + 1)}, ${MAKE_UP}`,
    values: [...touched, ...given],
  });
}

/** Tallies all rows, where nothing is tallied yet. */
export async function tallyUp(sql: Sql, series: readonly Series[]): Promise<void> {
  if (series.length > 0) await sql.query(`WITH ${sharesOfAll(series)}, ${MAKE_UP}`);
}

const namesOf = (series: readonly Series[]): string => series.map(({ view }) => view).join('-');

/** The branches placed anew, and of each series the subjects touched; undefined when there is nothing. */
function touchedBy(series: readonly Series[], subjects: Subjects): string[][] | undefined {
  const touched = [PLACED, ...series.map(({ view }) => view)].map((view) => [...(subjects.get(view) ?? [])]);
  return series.length > 0 && touched.some(({ length }) => length > 0) ? touched : undefined;
}
