import {
  inspectionContract,
  type InspectionEvent,
  type InspectionMode,
  type InspectionOutcome,
  type InspectionPurpose,
  type InspectionScope,
  type InspectionStatus,
  type Recorded,
} from '@zhibu/contracts';
import { insertInto, type Pool, type Sql, type Table } from '@zhibu/database';
import { type Handlers, lookup } from '@zhibu/feed';
import { type Day, firstDayOf, lastDayOf, type RecordedEvent } from '@zhibu/kernel';
import { DISSOLUTION, type Dissolution, inspectorHandlers } from '@zhibu/register';
import { keepBeginnings } from './inspecting-bodies.lookup.ts';

const inspections: Table = {
  name: 'lookup_inspection',
  columns: {
    inspection_id: 'text',
    organization_id: 'text',
    body_id: 'text',
    scope: 'text',
    mode: 'text',
    purpose: 'text',
    visit_on: 'date',
    team: 'jsonb',
    plan_item: 'text',
    status: 'text',
    visited_on: 'date',
    outcome: 'text',
    findings: 'jsonb',
    revision: 'integer',
  },
};

type Begun = Recorded<'InspectionScheduled' | 'PriorInspectionRecorded'>['data'];

/** What both first events of an inspection say of it. */
const begunBy = ({ inspectionId, organizationId, bodyId, scope, mode, purpose }: Begun) => ({
  inspection_id: inspectionId,
  organization_id: organizationId,
  body_id: bodyId,
  scope,
  mode,
  purpose,
});

const keepSchedules = (sql: Sql, scheduled: readonly Recorded<'InspectionScheduled'>[]): Promise<void> =>
  insertInto(
    sql,
    inspections,
    scheduled.map(({ data, revision }) => ({
      ...begunBy(data),
      visit_on: data.visitOn,
      team: data.team,
      plan_item: data.planItem ?? null,
      status: 'scheduled',
      visited_on: null,
      outcome: null,
      findings: [],
      revision,
    })),
  );

/** 以往督查: with its first event it is what it is. */
const keepPriors = (sql: Sql, recorded: readonly Recorded<'PriorInspectionRecorded'>[]): Promise<void> =>
  insertInto(
    sql,
    inspections,
    recorded.map(({ data, revision }) => ({
      ...begunBy(data),
      visit_on: data.effectiveOn,
      team: [],
      plan_item: null,
      status: 'prior',
      visited_on: data.effectiveOn,
      outcome: data.outcome,
      findings: data.findings.map(({ findingId }) => findingId),
      revision,
    })),
  );

/** Steps come in the order of their stream, perhaps again: one that is not newer changes nothing. What is cancelled was no visit. */
async function keepSteps(sql: Sql, steps: readonly (RecordedEvent & InspectionEvent)[]): Promise<void> {
  for (const { type, data, revision } of steps) {
    const concluded = type === 'InspectionConcluded' ? data : null;
    await sql.query(
      `UPDATE lookup_inspection SET status = $2, revision = $3, visited_on = CASE WHEN $2 = 'cancelled' THEN NULL ELSE coalesce($4::date, visited_on) END,
         outcome = coalesce($5, outcome), findings = coalesce($6::jsonb, findings) WHERE inspection_id = $1 AND revision < $3`,
      [
        data.inspectionId,
        inspectionContract.events[type].leadsTo,
        revision,
        concluded?.visitedOn ?? null,
        concluded?.outcome ?? null,
        concluded && JSON.stringify(concluded.findings.map(({ findingId }) => findingId)),
      ],
    );
  }
}

type Step = Exclude<
  InspectionEvent['type'],
  'InspectionScheduled' | 'PriorInspectionRecorded' | 'FindingRecorded' | 'FindingWithdrawn' | 'SpotCheckRecorded'
>;

const ofInspections: Required<Pick<Handlers, Step>> = {
  InspectionConcluded: keepSteps,
  RectificationNoticeIssued: keepSteps,
  NoticeAcknowledged: keepSteps,
  NoticeReplied: keepSteps,
  InspectionCancelled: keepSteps,
};

/** One event may have several handlers: each is told of it. */
const bothOf =
  <Events>(one: (sql: Sql, events: Events) => Promise<void>, other: (sql: Sql, events: Events) => Promise<void>) =>
  async (sql: Sql, events: Events): Promise<void> => {
    await one(sql, events);
    await other(sql, events);
  };

/** Keeps how far this service's inspections have come, and the duties that they give their teams. */
export const inspectionsLookup = lookup(
  'supervision-inspections',
  { service: 'supervision' },
  {
    ...ofInspections,
    PlanAdopted: keepBeginnings,
    PriorInspectionRecorded: keepPriors,
    InspectionScheduled: bothOf(bothOf(keepSchedules, keepBeginnings), inspectorHandlers.InspectionScheduled),
    InspectionConcluded: bothOf(keepSteps, inspectorHandlers.InspectionConcluded),
    InspectionCancelled: bothOf(keepSteps, inspectorHandlers.InspectionCancelled),
  },
);

/** An inspection, as far as its events have arrived. */
export interface KeptInspection {
  readonly inspectionId: string;
  readonly organizationId: string;
  /** Which inspects. */
  readonly bodyId: string;
  readonly scope: InspectionScope;
  readonly mode: InspectionMode;
  readonly purpose: InspectionPurpose;
  readonly status: InspectionStatus;
  /** The day planned, and the day it was; null: it is not concluded. From before the platform both are the day it was. */
  readonly visitOn: Day;
  readonly visitedOn: Day | null;
  readonly outcome: InspectionOutcome | null;
  readonly team: readonly string[];
  readonly planItem: string | null;
  /** The ids of what was found, of one that is concluded. */
  readonly findings: readonly string[];
}

const KEPT = `i.inspection_id AS "inspectionId", i.organization_id AS "organizationId", i.body_id AS "bodyId", i.scope, i.mode,
  i.purpose, i.status, i.visit_on AS "visitOn", i.visited_on AS "visitedOn", i.outcome, i.team, i.plan_item AS "planItem", i.findings`;

/** The inspections of organizations, by organization, in order of their planned days; the cancelled ones too. */
export async function inspectionsOf(
  sql: Sql,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly KeptInspection[]>> {
  const { rows } = await sql.query<KeptInspection>(
    `SELECT ${KEPT} FROM lookup_inspection i WHERE i.organization_id = ANY($1) ORDER BY i.visit_on, i.inspection_id`,
    [[...new Set(organizationIds)]],
  );
  return Map.groupBy(rows, ({ organizationId }) => organizationId);
}

type VisitOfPlan = Pick<KeptInspection, 'inspectionId' | 'organizationId' | 'scope' | 'mode' | 'visitOn'> & {
  readonly itemId: string;
};

/** The visits under the items of a body's plan of a year, by the day planned; the cancelled ones left out. */
export async function visitsOfPlan(
  sql: Sql,
  { bodyId, year }: { readonly bodyId: string; readonly year: string },
): Promise<readonly VisitOfPlan[]> {
  const { rows } = await sql.query<VisitOfPlan>(
    `SELECT inspection_id AS "inspectionId", organization_id AS "organizationId", scope, mode, visit_on AS "visitOn",
       plan_item AS "itemId"
     FROM lookup_inspection WHERE body_id = $1 AND plan_item IS NOT NULL AND status <> 'cancelled'
       AND visit_on BETWEEN $2::date AND $3::date ORDER BY inspection_id`,
    [bodyId, firstDayOf(year), lastDayOf(year)],
  );
  return rows;
}

/** The day of the last comprehensive visit that is concluded, of each of these organizations that had one. */
export async function lastVisits(sql: Sql, organizationIds: readonly string[]): Promise<ReadonlyMap<string, Day>> {
  const { rows } = await sql.query<{ id: string; day: Day }>(
    `SELECT organization_id AS id, max(visited_on) AS day FROM lookup_inspection
     WHERE organization_id = ANY($1) AND scope = 'comprehensive' AND visited_on IS NOT NULL GROUP BY organization_id`,
    [organizationIds],
  );
  return new Map(rows.map(({ id, day }) => [id, day]));
}

/** The inspections that are not concluded of these organizations, by organization. */
export async function openInspections(
  sql: Sql,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql.query<{ id: string; organizationId: string }>(
    `SELECT inspection_id AS id, organization_id AS "organizationId" FROM lookup_inspection
     WHERE organization_id = ANY($1) AND status = 'scheduled' ORDER BY inspection_id`,
    [[...new Set(organizationIds)]],
  );
  const byOrganization = Map.groupBy(rows, ({ organizationId }) => organizationId);
  return new Map([...byOrganization].map(([organization, open]) => [organization, open.map(({ id }) => id)]));
}

/** What is not concluded although the day of its organization's dissolution has come, those first that came first. */
export async function overtakenInspections(
  database: Pool,
  today: Day,
  limit: number,
): Promise<readonly (Dissolution & { readonly inspectionId: string })[]> {
  const { rows } = await database.query<Dissolution & { readonly inspectionId: string }>(
    `SELECT i.inspection_id AS "inspectionId", ${DISSOLUTION} FROM lookup_dissolution d
       JOIN lookup_inspection i USING (organization_id)
     WHERE d.dissolved_on <= $1::date AND i.status = 'scheduled' ORDER BY d.dissolved_on, 1 LIMIT $2`,
    [today, limit],
  );
  return rows;
}
