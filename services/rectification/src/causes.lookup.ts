import { gradingEvents, isOneOf, organizationEvents, roundEvents } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { Day, RecordedEvent } from '@zhibu/kernel';
import type { LaggingGrade } from './remediation/remediation.state.ts';

const { GradingOpened, BranchGraded, GradeDetermined, GradeRevised } = gradingEvents;

/**
 * Keeps which grade stands in each grading and which rounds are closed. Causes of different streams have no order, so
 * each one is answered by the facts that are known by then, whichever came first.
 */
export async function keepGrades(database: Pool, events: readonly RecordedEvent[]): Promise<void> {
  await keepStandings(database, events);
  await keepClosings(database, events);
}

async function keepStandings(database: Pool, events: readonly RecordedEvent[]): Promise<void> {
  const telling = events.filter(isOneOf(GradingOpened, BranchGraded, GradeDetermined, GradeRevised));
  if (telling.length === 0) return;
  const rows = [...new Map(telling.map((event) => [event.stream, event] as const)).values()].map(
    ({ data, revision }) => ({ ...data, standing: 'standing' in data ? data.standing : null, revision }),
  );
  await database.query(
    `INSERT INTO lookup_grading (branch_id, scheme, period, round_id, standing, revision)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
     ON CONFLICT (branch_id, scheme, period) DO UPDATE SET round_id = EXCLUDED.round_id, standing = EXCLUDED.standing, revision = EXCLUDED.revision
     WHERE lookup_grading.revision < EXCLUDED.revision`,
    [
      rows.map((row) => row.branchId),
      rows.map((row) => row.scheme),
      rows.map((row) => row.period),
      rows.map((row) => row.roundId),
      rows.map((row) => row.standing),
      rows.map((row) => row.revision),
    ],
  );
}

async function keepClosings(database: Pool, events: readonly RecordedEvent[]): Promise<void> {
  for (const {
    data: { roundId, scheme, period, lagging },
  } of events.filter(isOneOf(roundEvents.RoundClosed))) {
    await database.query(
      `WITH closed AS (INSERT INTO lookup_closed_round VALUES ($1) ON CONFLICT DO NOTHING)
       INSERT INTO lookup_closed_lagging (branch_id, scheme, period, round_id)
       SELECT branch, $2, $3, $1 FROM unnest($4::text[]) AS l (branch) ON CONFLICT DO NOTHING`,
      [roundId, scheme, period, lagging],
    );
  }
}

/**
 * The confirmed grades of lagging standing of a branch in a year, by scheme: of the grade that stands, or, where the
 * grading itself has not arrived, as its round named it.
 */
export async function laggingGrades(database: Pool, branchId: string, year: string): Promise<readonly LaggingGrade[]> {
  const { rows } = await database.query<LaggingGrade>({
    name: 'lagging-grades',
    text: `SELECT scheme, round_id AS "roundId" FROM lookup_grading JOIN lookup_closed_round USING (round_id)
      WHERE branch_id = $1 AND period = $2 AND standing = 'lagging'
      UNION
      SELECT l.scheme, l.round_id FROM lookup_closed_lagging l WHERE l.branch_id = $1 AND l.period = $2 AND NOT EXISTS (
        SELECT 1 FROM lookup_grading g WHERE g.branch_id = $1 AND g.period = $2 AND g.scheme = l.scheme AND g.standing IS NOT NULL)
      ORDER BY scheme`,
    values: [branchId, year],
  });
  return rows;
}

/** The branches whose grade in a round is of lagging standing, whether or not its closing named them. */
export async function laggingInRound(database: Pool, roundId: string): Promise<readonly string[]> {
  const { rows } = await database.query<{ branch: string }>(
    `SELECT branch_id AS branch FROM lookup_grading WHERE round_id = $1 AND standing = 'lagging'
     UNION SELECT branch_id FROM lookup_closed_lagging WHERE round_id = $1 ORDER BY branch`,
    [roundId],
  );
  return rows.map(({ branch }) => branch);
}

/** Which of these rounds are closed. */
export async function closedAmong(database: Pool, roundIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT round_id AS id FROM lookup_closed_round WHERE round_id = ANY($1)',
    [roundIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** A dissolution as those that come later must meet it. */
export interface Dissolution {
  readonly organizationId: string;
  readonly dissolvedOn: Day;
  readonly reason: string;
  readonly eventId: string;
  readonly correlationId: string;
}

/** Keeps who is dissolved: a cause that arrives later meets it. */
export async function keepDissolutions(database: Pool, events: readonly RecordedEvent[]): Promise<void> {
  for (const { id, data, metadata } of events.filter(isOneOf(organizationEvents.OrganizationDissolved))) {
    await database.query(
      `INSERT INTO lookup_dissolution (organization_id, dissolved_on, reason, event_id, correlation_id) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [data.organizationId, data.effectiveOn, data.reason, id, metadata.correlationId],
    );
  }
}

/** The dissolutions among these organizations, by id. */
export async function dissolutionsAmong(
  database: Pool,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, Dissolution>> {
  const { rows } = await database.query<Dissolution>({
    name: 'dissolutions-among',
    text: `SELECT organization_id AS "organizationId", dissolved_on AS "dissolvedOn", reason, event_id AS "eventId", correlation_id AS "correlationId"
      FROM lookup_dissolution WHERE organization_id = ANY($1)`,
    values: [[...new Set(organizationIds)]],
  });
  return new Map(rows.map((row) => [row.organizationId, row]));
}

/** From which day on a branch is no more; null while that is not known. */
export async function dissolvedOn(database: Pool, branchId: string): Promise<Day | null> {
  return (await dissolutionsAmong(database, [branchId])).get(branchId)?.dissolvedOn ?? null;
}
