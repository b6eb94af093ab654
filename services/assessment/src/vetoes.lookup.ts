import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';

const vetoes: Table = {
  name: 'lookup_veto',
  columns: {
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    veto: 'text',
    effective_on: 'date',
    revision: 'integer',
  },
  replaces: { key: ['branch_id', 'scheme', 'period', 'veto'], newer: 'revision' },
};

const keep = (sql: Sql, events: readonly Recorded<'VetoRecorded' | 'VetoWithdrawn'>[]): Promise<void> =>
  insertInto(
    sql,
    vetoes,
    events.map(({ data, revision }) => ({
      branch_id: data.branchId,
      scheme: data.scheme,
      period: data.period,
      veto: data.veto,
      effective_on: 'effectiveOn' in data ? data.effectiveOn : null,
      revision,
    })),
  );

/** Keeps the vetoes in force, of each grading. One handler for both: of a batch, what was said last counts. */
export const vetoesKept: Handlers = { VetoRecorded: keep, VetoWithdrawn: keep };

/** The day of a branch's last veto that was not withdrawn; null: there is none. */
export async function lastVetoOn(database: Pool, branchId: string): Promise<Day | null> {
  const { rows } = await database.query<{ on: Day | null }>(
    'SELECT max(effective_on) AS on FROM lookup_veto WHERE branch_id = $1',
    [branchId],
  );
  return rows[0]?.on ?? null;
}
