import { escalationLadder, type EscalationLevel, escalationLevels } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { addDays, type Day } from '@zhibu/kernel';
import { RECURRENCE_DAYS } from './problem/problem.rules.ts';

/** The problems of branches that are neither closed nor dismissed, by branch. */
export async function openProblems(
  database: Pool,
  branchIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ branch: string; problem: string }>(
    `SELECT branch_id AS branch, problem_id AS problem FROM lookup_problem WHERE branch_id = ANY($1) AND status = 'open' ORDER BY problem_id`,
    [branchIds],
  );
  return grouped(rows.map(({ branch, problem }) => [branch, problem]));
}

/** The years in which branches are under remediation, by branch. */
export async function openRemediations(
  database: Pool,
  branchIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ branch: string; year: string }>(
    `SELECT branch_id AS branch, year FROM lookup_remediation WHERE branch_id = ANY($1) AND status = 'open' ORDER BY year`,
    [branchIds],
  );
  return grouped(rows.map(({ branch, year }) => [branch, year]));
}

function grouped(pairs: readonly (readonly [key: string, value: string])[]): ReadonlyMap<string, readonly string[]> {
  return new Map([...Map.groupBy(pairs, ([key]) => key)].map(([key, group]) => [key, group.map(([, value]) => value)]));
}

export interface FoundAgain {
  readonly branchId: string;
  readonly aspect: string;
  readonly item: string;
  readonly foundOn: Day;
}

/** What a finding meets: from which day on its branch is no more, and the problem that it is the recurrence of. */
export interface Met {
  readonly dissolvedOn: Day | null;
  /** The problem of the same branch, aspect and item closed last within 365 days before. */
  readonly recurrenceOf: string | null;
}

/** What findings meet, in their order: one city's grading asks some 14,000 times, many of them side by side. */
export async function metByEach(database: Pool, findings: readonly FoundAgain[]): Promise<readonly Met[]> {
  const { rows } = await database.query<Met>({
    name: 'met-by-each',
    text: `SELECT
      (SELECT dissolved_on FROM lookup_dissolution WHERE organization_id = f.branch COLLATE "C") AS "dissolvedOn",
      (SELECT problem_id FROM lookup_problem WHERE branch_id = f.branch COLLATE "C" AND aspect = f.aspect AND item = f.item
         AND status = 'closed' AND closed_on BETWEEN f.since AND f.found_on
         ORDER BY closed_on DESC, problem_id LIMIT 1) AS "recurrenceOf"
      FROM unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[])
        WITH ORDINALITY AS f (branch, aspect, item, since, found_on, n) ORDER BY f.n`,
    values: [
      findings.map(({ branchId }) => branchId),
      findings.map(({ aspect }) => aspect),
      findings.map(({ item }) => item),
      findings.map(({ foundOn }) => addDays(foundOn, -RECURRENCE_DAYS)),
      findings.map(({ foundOn }) => foundOn),
    ],
  });
  return rows;
}

/** An escalation whose day has come. */
export interface DueEscalation {
  readonly problemId: string;
  readonly dueVersion: number;
  readonly level: EscalationLevel;
}

/** The escalations due on a day, those first that fell due first; of a problem the lower level first. */
export async function dueEscalations(database: Pool, today: Day, limit: number): Promise<readonly DueEscalation[]> {
  const { rows } = await database.query<DueEscalation>(
    `SELECT problem_id AS "problemId", due_version AS "dueVersion", l.level
     FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS l (level, from_day, n)
     JOIN lookup_problem p ON p.levels < l.n AND p.due_on <= $3::date - l.from_day
     ORDER BY p.due_on + l.from_day, l.n, problem_id LIMIT $4`,
    [escalationLevels, escalationLevels.map((level) => escalationLadder[level].fromDay), today, limit],
  );
  return rows;
}
