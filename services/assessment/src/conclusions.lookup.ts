import type { Recorded } from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import type { Handlers } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';
import { acceptedFor, type Reinspection, reinspectionsIn } from './conclusions.rules.ts';
import type { Designation } from './designations.lookup.ts';

const reinspections: Table = {
  name: 'lookup_reinspection',
  columns: {
    inspection_id: 'text',
    programme_id: 'text',
    organization_id: 'text',
    inspected_on: 'date',
    outcome: 'text',
    problems: 'jsonb',
    event_id: 'uuid',
    correlation_id: 'text',
  },
};
const acceptances: Table = {
  name: 'lookup_acceptance',
  columns: {
    inspection_id: 'text',
    organization_id: 'text',
    passed_on: 'date',
    programmes: 'jsonb',
    position: 'bigint',
  },
};

async function keepConclusions(sql: Sql, concluded: readonly Recorded<'InspectionConcluded'>[]): Promise<void> {
  await insertInto(
    sql,
    reinspections,
    concluded.flatMap(({ id, data, metadata }) =>
      reinspectionsIn(data).map((said) => ({
        inspection_id: said.inspectionId,
        programme_id: said.programmeId,
        organization_id: said.organizationId,
        inspected_on: said.inspectedOn,
        outcome: said.outcome,
        problems: said.problems ?? [],
        event_id: id,
        correlation_id: metadata.correlationId,
      })),
    ),
  );
  await insertInto(
    sql,
    acceptances,
    concluded.flatMap(({ data, position }) => {
      const programmes = acceptedFor(data);
      const { inspectionId: inspection_id, organizationId: organization_id, visitedOn: passed_on } = data;
      if (programmes === undefined) return [];
      return [{ inspection_id, organization_id, passed_on, programmes: programmes ?? undefined, position }];
    }),
  );
}

/** Keeps what inspections have concluded of designations, and of applications for them. */
export const conclusionsKept: Handlers = { InspectionConcluded: keepConclusions };

/** A reinspection that was concluded, and by which event. */
export interface Concluded {
  readonly said: Reinspection;
  readonly eventId: string;
  readonly correlationId: string;
}

interface Row extends Omit<Reinspection, 'problems'> {
  readonly problems: string[];
  readonly eventId: string;
  readonly correlationId: string;
}

const RECORDED = `r.inspection_id AS "inspectionId", r.programme_id AS "programmeId", r.organization_id AS "organizationId",
  r.inspected_on AS "inspectedOn", r.outcome`;

/** The reinspections of designations that are concluded, those first that visited first. */
export async function reinspectionsOf(
  database: Pool,
  designations: readonly Designation[],
): Promise<readonly Concluded[]> {
  const { rows } = await database.query<Row>(
    `SELECT ${RECORDED}, r.problems, r.event_id AS "eventId", r.correlation_id AS "correlationId"
     FROM unnest($1::text[], $2::text[]) AS d (programme_id, organization_id)
       JOIN lookup_reinspection r ON r.programme_id = d.programme_id COLLATE "C" AND r.organization_id = d.organization_id COLLATE "C"
     ORDER BY r.inspected_on, r.inspection_id, r.programme_id`,
    [designations.map(({ programmeId }) => programmeId), designations.map(({ organizationId }) => organizationId)],
  );
  return rows.map(({ eventId, correlationId, problems, ...said }) => ({
    said: { ...said, ...(problems.length > 0 && { problems }) },
    eventId,
    correlationId,
  }));
}

/** An acceptance inspection that an organization has passed. */
export interface PassedAcceptance {
  readonly passedOn: Day;
}

/** The acceptance inspection of this id that the organization has passed for the programme; null: none that has arrived. */
export async function acceptanceOf(
  database: Pool,
  inspectionId: string,
  { programmeId, organizationId }: Designation,
): Promise<PassedAcceptance | null> {
  const { rows } = await database.query<PassedAcceptance>(
    `SELECT passed_on AS "passedOn" FROM lookup_acceptance
     WHERE inspection_id = $1 AND organization_id = $2 AND (programmes IS NULL OR programmes ? $3)`,
    [inspectionId, organizationId, programmeId],
  );
  return rows[0] ?? null;
}

/** How far acceptances have arrived. */
export async function acceptancesReadTo(database: Pool): Promise<string> {
  const { rows } = await database.query<{ position: string | null }>(
    'SELECT max(position) AS position FROM lookup_acceptance',
  );
  return rows[0]?.position ?? '';
}
