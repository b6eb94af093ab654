import type { BudgetedScope } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import type { SeenId } from '../../scope/seen.ts';
import { budgetUsed, yearCounted } from '../inspection/visit-counting.rules.ts';
import { clocks, holds, type Moment } from '../moment.ts';

/**
 * How many visits of a year to the living branches under an organization use the budget of each scope, of all bodies
 * together, in the order of the scopes. One statement.
 */
export async function visitsUnder(
  { sql }: ReadModel,
  { under, moment }: { readonly under: SeenId; readonly moment: Moment },
  { year, scopes }: { readonly year: string; readonly scopes: readonly BudgetedScope[] },
): Promise<readonly number[]> {
  const { rows } = await sql.query<{ counted: string; count: number }>({
    name: 'visits-under',
    text: `SELECT counted, count(*)::int AS count FROM inspection_span s
      WHERE ${yearCounted('counted')} = $4 AND ${holds('s')} AND EXISTS (
        SELECT FROM place p WHERE p.organization_id = s.organization_id AND p.ancestor_id = $3 AND p.kind = 'branch' AND ${holds('p')})
      GROUP BY counted`,
    values: [...clocks(moment), under, year],
  });
  const used = (scope: BudgetedScope): number =>
    rows.reduce((sum, { counted, count }) => (budgetUsed(counted) === scope ? sum + count : sum), 0);
  return scopes.map(used);
}
