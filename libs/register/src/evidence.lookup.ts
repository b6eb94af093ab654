import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';

const handedIn: Table = {
  name: 'lookup_evidence',
  columns: { sha256: 'text', organization_id: 'text', removed: 'boolean', revision: 'integer', position: 'bigint' },
  replaces: { key: ['sha256', 'organization_id'], newer: 'revision' },
};

const keep = (sql: Sql, events: readonly Recorded<'EvidenceRegistered' | 'EvidenceRemoved'>[]): Promise<void> =>
  insertInto(
    sql,
    handedIn,
    events.map(({ data, revision, position, ...event }) => ({
      sha256: data.sha256,
      organization_id: data.organizationId,
      removed: event.type === 'EvidenceRemoved' && !('stillHandedIn' in data),
      revision,
      position,
    })),
  );

/** Keep which files of evidence each organization has handed in. One handler for both: what was said last counts. */
export const evidenceHandlers = { EvidenceRegistered: keep, EvidenceRemoved: keep };

/** Those of these hashes whose files one of the organizations has handed in and not removed. One statement. */
export async function evidenceKnown(
  sql: Sql,
  hashes: readonly string[],
  organizationIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql.query<{ sha256: string }>({
    name: 'evidence-known',
    text: `SELECT DISTINCT sha256 FROM lookup_evidence
      WHERE sha256 = ANY($1::text[]) AND organization_id = ANY($2::text[]) AND NOT removed`,
    values: [hashes, organizationIds],
  });
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** The place in the assessment service's log of the latest fact about evidence that has arrived; "0" before any. */
export async function evidenceReadTo(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ position: string }>(
    'SELECT coalesce(max(position), 0) AS position FROM lookup_evidence',
  );
  return rows[0]?.position ?? '0';
}
