import { isInfrastructureFailure, type Sql } from '@zhibu/database';
import { ConfigurationError, type HealthCheck, whenDown } from '@zhibu/service-kit';
import { readModelSchemas } from '../read-model.ts';
import type { View } from '../views/view.ts';

/** The stable name of the fault: in health, and in the sentence by which a start is refused. */
export const ROW_SECURITY = 'row-level-security';

/** Tables with details whose rows this session is shown whatever the roots are: as a superuser, as their owner, or without a policy. */
export async function openDetails(reading: Sql, views: readonly View[]): Promise<readonly string[]> {
  const { rows } = await reading.query<{ table: string }>(
    `SELECT t AS table FROM unnest($1::text[]) t WHERE NOT row_security_active(to_regclass('${readModelSchemas.live}.' || t)::oid) ORDER BY t`,
    [views.flatMap(({ details }) => Object.keys(details))],
  );
  return rows.map(({ table }) => table);
}

/**
 * Where the database is away, nothing is answered either, and health asks again.
 * @throws ConfigurationError where the role that queries are answered as can pass row-level security by
 */
export async function refuseOpenDetails(reading: Sql, views: readonly View[]): Promise<void> {
  const open = await openDetails(reading, views).catch((error: unknown) => {
    if (isInfrastructureFailure(error)) return [];
    throw error;
  });
  if (open.length > 0)
    throw new ConfigurationError(
      `READER_DATABASE_URL (${ROW_SECURITY}): ${whenDown.rowSecurity.en}: ${open.join(', ')}`,
    );
}

/** What health asks of the role that queries are answered as, for somebody may change it later. */
export const rowSecurityCheck = (reading: Sql, views: readonly View[]): HealthCheck => ({
  name: ROW_SECURITY,
  isRequired: true,
  whenDown: whenDown.rowSecurity,
  check: async () => ((await openDetails(reading, views)).length > 0 ? whenDown.rowSecurity : undefined),
});
