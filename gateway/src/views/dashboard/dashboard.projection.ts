import { arrayOf, type Sql, type Table } from '@zhibu/database';
import { pairsOf } from '../rating/rating-span.projection.ts';
import type { Shares, Subjects, View } from '../view.ts';
import { CHANGED_SHARES, MAKE_UP, SHARES_OF_ALL, SHARES_OF_TOUCHED } from './tally.projection.ts';

/** What a group of branches gives to the tallies: equal rectangles, known by the second, and of how many branches. */
const share: Table = {
  name: 'share',
  columns: {
    ancestor_id: 'text',
    scheme: 'text',
    track: 'text',
    grade: 'text',
    from_day: 'date',
    to_day: 'date',
    since: 'timestamptz',
    until: 'timestamptz',
    branches: 'bigint',
  },
};

/**
 * The tallies of provinces, cities and work committees: how many living branches with which grade stand under them, on
 * any day, by the latest knowledge and over both clocks, and how many problems these have that are open, overdue, closed,
 * reopened. What a branch gives to them follows from its places, rating spans and problem spans; when these change, the
 * difference is added. A period's own track is tallied from the period's last day on:
 * before it the grades stand since each branch was opened, a day for every branch.
 */
export const dashboardView: View = {
  name: 'dashboard',
  tables: ['tally', 'known_tally'],
  unit: 'register',
  takes: new Set(),
  sums: { sharesOf, settle, sumUp },
};

async function sharesOf(sql: Sql, subjects: Subjects): Promise<Shares> {
  const touched = touchedBy(subjects);
  if (!touched) return [];
  return (
    await sql.query({ name: 'tally-shares', text: `WITH ${SHARES_OF_TOUCHED} SELECT * FROM share`, values: touched })
  ).rows;
}

async function settle(sql: Sql, subjects: Subjects, before: Shares): Promise<void> {
  const touched = touchedBy(subjects);
  if (!touched) return;
  const given = Object.entries(share.columns).map(([name, type]) => arrayOf(before, name, type));
  await sql.query({
    name: 'tally-settle',
    text: `WITH ${SHARES_OF_TOUCHED}, ${CHANGED_SHARES}, ${MAKE_UP}`,
    values: [...touched, ...given],
  });
}

async function sumUp(sql: Sql): Promise<void> {
  await sql.query(`WITH ${SHARES_OF_ALL}, ${MAKE_UP}`);
}

/** Branches with the schemes in question; without a scheme, all that it has; and problems: undefined when there are none. */
function touchedBy({
  placed,
  rated,
  problems,
}: Subjects): [branches: string[], schemes: (string | null)[], problems: string[]] | undefined {
  const [branches, schemes] = pairsOf(new Map([...rated].filter(([branch]) => !placed.has(branch))));
  if (placed.size + branches.length + problems.size === 0) return undefined;
  return [[...placed, ...branches], [...[...placed].map(() => null), ...schemes], [...problems]];
}
