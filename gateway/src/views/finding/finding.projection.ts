import { type DatedFinding, organizationEvents } from '@zhibu/contracts';
import { insertInto, type Row, type Sql, type Table } from '@zhibu/database';
import { type Interval, NEVER } from '@zhibu/kernel';
import { rectangles } from '../bitemporal.rules.ts';
import { isOrganizationEvent } from '../organization/organization.projection.ts';
import type { View } from '../view.ts';

const findingSpan: Table = {
  name: 'finding_span',
  columns: {
    organization_id: 'text',
    code: 'text',
    from_day: 'date',
    to_day: 'date',
    known_from: 'timestamptz',
    known_to: 'timestamptz',
  },
};

/** What each organization's own stream shows against it; the two findings that need several streams are derived when asked for. */
export const findingView: View = {
  name: 'finding',
  tables: ['finding_span'],
  details: {},
  unit: 'register',
  takes: new Set(Object.keys(organizationEvents)),
  touches: async (_sql, events) => events.filter(isOrganizationEvent).map(({ data }) => data.organizationId),
  derive: async (sql, found) => {
    const lists = await listsOf(sql, found);
    await sql.query('DELETE FROM finding_span WHERE organization_id = ANY($1)', [found]);
    await insertInto(
      sql,
      findingSpan,
      [...lists].flatMap(([id, known]) => spansOf(known).map((span) => ({ organization_id: id, ...span }))),
    );
  },
};

/** All findings of an organization as they stood after one event of its stream. */
export interface FindingList {
  readonly revision: number;
  readonly recordedAt: string;
  readonly findings: readonly DatedFinding[];
}

async function listsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, readonly FindingList[]>> {
  const found = await sql.query<{
    organization_id: string;
    revision: number;
    recorded_at: Date;
    findings: DatedFinding[];
  }>(
    `SELECT organization_id, revision, recorded_at, findings FROM organization_fact
     WHERE organization_id = ANY($1) AND findings IS NOT NULL`,
    [ids],
  );
  const lists = new Map<string, FindingList[]>();
  for (const row of found.rows) {
    const list = { revision: row.revision, recordedAt: row.recorded_at.toISOString(), findings: row.findings };
    lists.set(row.organization_id, [...(lists.get(row.organization_id) ?? []), list]);
  }
  return lists;
}

/** Of the lists known at an instant the latest holds, whole. */
export function spansOf(lists: readonly FindingList[]): readonly Row[] {
  return rectangles(lists, latest, (code) => code).map((span) => ({
    code: span.value,
    from_day: span.from,
    to_day: span.to,
    known_from: span.knownFrom,
    known_to: span.knownTo,
  }));
}

function latest(known: readonly FindingList[]): readonly Interval<string>[] {
  const last = known.reduce<FindingList | undefined>(
    (best, list) => (best && best.revision > list.revision ? best : list),
    undefined,
  );
  return (last?.findings ?? []).map(({ code, from, to }) => ({ from, to: to ?? NEVER, value: code }));
}
