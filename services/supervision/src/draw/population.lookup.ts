import type { Sql } from '@zhibu/database';
import type { CopiedTable } from '@zhibu/event-store';
import { type FrozenPopulation, populationOfText } from '@zhibu/draw';

/** What a backup takes along: it follows from no event. */
export const populationTables: readonly CopiedTable[] = [{ name: 'draw_population', order: ['hash'] }];

/** Keeps the list of a population by its hash; the same list is kept once. */
export async function keepPopulation(sql: Sql, { hash, text }: FrozenPopulation): Promise<void> {
  await sql.query('INSERT INTO draw_population (hash, said) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    hash.toString('hex'),
    text,
  ]);
}

/** The population of a hash. @throws Error where it is not kept: the table was not restored with the log */
export async function keptPopulation(sql: Sql, hash: string): Promise<FrozenPopulation> {
  const { rows } = await sql.query<{ said: string }>('SELECT said FROM draw_population WHERE hash = $1', [hash]);
  const [row] = rows;
  if (!row) throw new Error(`the population ${hash} of a draw is not kept here; restore the table draw_population`);
  return populationOfText(row.said);
}
