import type { Sql } from '@zhibu/database';

const A_MINUTE = 60_000;

/** How often an address has tried in this minute, this attempt included. @param address as it is counted */
export async function attemptsOf(sql: Sql, address: string, now: number): Promise<number> {
  const minute = new Date(now - (now % A_MINUTE));
  const { rows } = await sql.query<{ attempts: number }>(
    `INSERT INTO attempt (address, minute, attempts) VALUES ($1, $2, 1)
     ON CONFLICT (address, minute) DO UPDATE SET attempts = attempt.attempts + 1 RETURNING attempts`,
    [address, minute],
  );
  const attempts = rows[0]?.attempts ?? 1;
  if (attempts === 1) await sql.query('DELETE FROM attempt WHERE minute < $1', [minute]);
  return attempts;
}
