import type { InspectorEvent } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { lookup } from '@zhibu/feed';
import type { Day, RecordedEvent } from '@zhibu/kernel';
import { inspectorHandlers } from '@zhibu/register';

const teams: Table = {
  name: 'lookup_inspection_team',
  columns: { inspection_id: 'text', organization_id: 'text', year: 'text', team: 'jsonb', revision: 'integer' },
  replaces: { key: ['inspection_id'], newer: 'revision' },
};

type Told = RecordedEvent & InspectorEvent;

/** The year is that of the visit, as planned until it is concluded; who is called off has inspected nothing. */
function teamSaid({ type, data }: Told): { readonly visit: Day; readonly team: readonly string[] } {
  if (type === 'InspectionScheduled') return { visit: data.visitOn, team: data.team };
  if (type === 'InspectionConcluded') return { visit: data.visitedOn, team: data.team };
  return { visit: data.effectiveOn, team: [] };
}

async function keepTeams(sql: Sql, events: readonly Told[]): Promise<void> {
  await inspectorHandlers.InspectionScheduled(sql, events);
  await insertInto(
    sql,
    teams,
    events.map((event) => {
      const { visit, team } = teamSaid(event);
      const { inspectionId: inspection_id, organizationId: organization_id } = event.data;
      return { inspection_id, organization_id, year: visit.slice(0, 4), team, revision: event.revision };
    }),
  );
}

/**
 * Keeps the duties that inspections give their teams, for an inspector checks the six haves and hands in evidence; and who was
 * on the team at which organization in which year.
 */
export const inspectorsLookup = lookup(
  'assessment-inspectors',
  { service: 'supervision' },
  { InspectionScheduled: keepTeams, InspectionConcluded: keepTeams, InspectionCancelled: keepTeams },
);

/**
 * Who inspected branches, by branch. A year is that of the grades and that in which somebody is at work on them: the grades of
 * a year are given in the first months of the next. As far as Supervision's events have arrived. One statement.
 */
export async function inspectorsOf(
  database: Pool,
  branchIds: readonly string[],
  { period, today }: { readonly period: string; readonly today: Day },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ branch: string; persons: readonly string[] }>(
    `SELECT organization_id AS branch, array_agg(DISTINCT person ORDER BY person) AS persons
     FROM lookup_inspection_team CROSS JOIN LATERAL jsonb_array_elements_text(team) person
     WHERE organization_id = ANY($1) AND year = ANY($2) GROUP BY organization_id`,
    [branchIds, [period, today.slice(0, 4)]],
  );
  return new Map(rows.map(({ branch, persons }) => [branch, persons]));
}
