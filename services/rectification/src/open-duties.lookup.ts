import { escalationLadder, escalationLevels, type ToldLevel } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { addDays, type Day } from '@zhibu/kernel';
import { RECURRENCE_DAYS } from './problem/problem.rules.ts';

/** The problems of organizations that are neither closed nor dismissed, or that their dissolution ended, by organization. */
export async function problemsOf(
  database: Pool,
  organizationIds: readonly string[],
  status: 'open' | 'ended',
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ organization: string; problem: string }>(
    `SELECT organization_id AS organization, problem_id AS problem FROM lookup_problem WHERE organization_id = ANY($1) AND status = $2 ORDER BY problem_id`,
    [organizationIds, status],
  );
  return grouped(rows.map(({ organization, problem }) => [organization, problem]));
}

/** The years in which branches are under remediation, accepted but not confirmed too, or were until it was withdrawn, by branch. */
export async function remediationsOf(
  database: Pool,
  branchIds: readonly string[],
  status: 'open' | 'withdrawn',
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ branch: string; year: string }>(
    `SELECT branch_id AS branch, year FROM lookup_remediation WHERE branch_id = ANY($1) AND status = ANY($2) ORDER BY year`,
    [branchIds, status === 'open' ? ['open', 'accepted'] : [status]],
  );
  return grouped(rows.map(({ branch, year }) => [branch, year]));
}

function grouped(pairs: readonly (readonly [key: string, value: string])[]): ReadonlyMap<string, readonly string[]> {
  return new Map([...Map.groupBy(pairs, ([key]) => key)].map(([key, group]) => [key, group.map(([, value]) => value)]));
}

/** A finding, by the id that a problem of its source has. */
export interface Finding {
  readonly id: string;
  readonly organizationId: string;
  readonly aspect: string;
  readonly subject: string;
  readonly foundOn: Day;
}

/** What a finding meets of what is known. */
export interface Met {
  /** From which day on its organization is no more. */
  readonly dissolvedOn: Day | null;
  /** The problem of the same organization, aspect and subject closed last within 365 days before. */
  readonly recurrenceOf: string | null;
  /** Another problem of the same organization, aspect and subject that is open. */
  readonly openAlready: string | null;
  /** The problem that the same source confirmed again. */
  readonly confirmed: string | null;
  /** Whether the source has a problem of its own. */
  readonly isKnown: boolean;
}

/** What findings meet, in their order: the closing of one round asks some thousand times, many of them side by side. */
export async function metByEach(database: Pool, findings: readonly Finding[]): Promise<readonly Met[]> {
  const { rows } = await database.query<Met>({
    name: 'met-by-each',
    text: `SELECT
      (SELECT dissolved_on FROM lookup_dissolution WHERE organization_id = f.organization COLLATE "C") AS "dissolvedOn",
      (SELECT problem_id FROM lookup_problem WHERE organization_id = f.organization COLLATE "C" AND aspect = f.aspect AND subject = f.subject
         AND status = 'closed' AND closed_on BETWEEN f.since AND f.found_on
         ORDER BY closed_on DESC, problem_id LIMIT 1) AS "recurrenceOf",
      (SELECT problem_id FROM lookup_problem WHERE organization_id = f.organization COLLATE "C" AND aspect = f.aspect AND subject = f.subject
         AND status = 'open' AND problem_id <> f.id ORDER BY problem_id LIMIT 1) AS "openAlready",
      (SELECT problem_id FROM lookup_confirmation WHERE source_id = f.id) AS confirmed,
      EXISTS (SELECT FROM lookup_problem WHERE problem_id = f.id) AS "isKnown"
      FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[], $6::uuid[])
        WITH ORDINALITY AS f (organization, aspect, subject, since, found_on, id, n) ORDER BY f.n`,
    values: [
      findings.map(({ organizationId }) => organizationId),
      findings.map(({ aspect }) => aspect),
      findings.map(({ subject }) => subject),
      findings.map(({ foundOn }) => addDays(foundOn, -RECURRENCE_DAYS)),
      findings.map(({ foundOn }) => foundOn),
      findings.map(({ id }) => id),
    ],
  });
  return rows;
}

/** An open problem of an item, and whether it waits for a rectification. */
export interface OpenOfSubject {
  readonly problemId: string;
  readonly organizationId: string;
  readonly waits: boolean;
}

/** The open problems of organizations that are about one subject. */
export async function openOfSubject(
  database: Pool,
  of: { readonly organizationIds: readonly string[]; readonly aspect: string; readonly subject: string },
): Promise<readonly OpenOfSubject[]> {
  const { rows } = await database.query<OpenOfSubject>(
    `SELECT problem_id AS "problemId", organization_id AS "organizationId", open_by IS NOT NULL AS waits
     FROM lookup_problem WHERE organization_id = ANY($1) AND aspect = $2 AND subject = $3 AND status = 'open' ORDER BY problem_id`,
    [of.organizationIds, of.aspect, of.subject],
  );
  return rows;
}

/** The organizations of problems, by problem; who is not known is left out. */
export async function organizationsOf(
  database: Pool,
  problemIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query<{ id: string; organization: string }>(
    'SELECT problem_id AS id, organization_id AS organization FROM lookup_problem WHERE problem_id = ANY($1)',
    [problemIds],
  );
  return new Map(rows.map(({ id, organization }) => [id, organization]));
}

/** A plan or a report of a remediation that is missing. */
export interface MissingDuty {
  readonly branchId: string;
  readonly year: string;
  readonly dueVersion: number;
  readonly level: ToldLevel;
  /** Since when it is missing. */
  readonly dueOn: Day;
}

/** The escalations of remediations due on a day, in the order of {@link dueEscalations}. */
export async function missingDuties(database: Pool, today: Day, limit: number): Promise<readonly MissingDuty[]> {
  const { rows } = await database.query<MissingDuty>(
    `SELECT branch_id AS "branchId", year, due_version AS "dueVersion", level, due_on AS "dueOn" FROM (
       SELECT branch_id, year, due_version, l.level, l.n, r.due_on, r.due_on + l.from_day AS day
       FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS l (level, from_day, n)
       JOIN lookup_remediation r ON r.status = 'open' AND r.levels < l.n AND r.due_on <= $3::date - l.from_day
       UNION ALL
       SELECT branch_id, year, r.due_version, 'superior', 1, t.until, t.until + 1
       FROM lookup_remediation_term t JOIN lookup_remediation r USING (branch_id, year)
       WHERE r.status = 'open' AND NOT t.told AND t.until < $3::date) due
     ORDER BY day, n, branch_id, year LIMIT $4`,
    [escalationLevels, escalationLevels.map((level) => escalationLadder[level].fromDay), today, limit],
  );
  return rows;
}

/** An escalation whose day has come. */
export interface DueEscalation {
  /** Of an overdue rectification, of a problem of which none was opened in time, of a completion not verified in time. */
  readonly kind: 'overdue' | 'unopened' | 'unverified';
  readonly problemId: string;
  readonly dueVersion: number;
  readonly level: ToldLevel;
  /** Since when it waits to be verified, where it does: how often that may be of one due date is not known. */
  readonly dueOn: Day | null;
}

/**
 * The escalations due on a day, those first that fell due first; of a problem the lower level first. A problem of which no
 * rectification was opened in time is told to the first level alone, a completion not verified in time to who has to.
 */
export async function dueEscalations(database: Pool, today: Day, limit: number): Promise<readonly DueEscalation[]> {
  const { rows } = await database.query<DueEscalation>(
    `SELECT problem_id AS "problemId", due_version AS "dueVersion", level, kind, verify_by AS "dueOn" FROM (
       SELECT 'overdue' AS kind, problem_id, due_version, l.level, l.n, p.due_on + l.from_day AS day, NULL::date AS verify_by
       FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS l (level, from_day, n)
       JOIN lookup_problem p ON p.levels < l.n AND p.due_on <= $3::date - l.from_day
       UNION ALL
       SELECT 'unopened', problem_id, due_version, ($1::text[])[1], 1, open_by + ($2::int[])[1], NULL
       FROM lookup_problem WHERE levels < 1 AND open_by <= $3::date - ($2::int[])[1]
       UNION ALL
       SELECT 'unverified', problem_id, due_version, 'superior', 1, verify_by + 1, verify_by
       FROM lookup_problem WHERE verify_by < $3::date) due
     ORDER BY day, n, problem_id LIMIT $4`,
    [escalationLevels, escalationLevels.map((level) => escalationLadder[level].fromDay), today, limit],
  );
  return rows;
}
