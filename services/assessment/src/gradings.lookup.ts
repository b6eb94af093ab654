import {
  ratingEventKinds,
  type RatingEvent,
  type RatingEventType,
  type RatingFact,
  ratingOutcomes,
  type Recorded,
} from '@zhibu/contracts';
import { insertInto, type Pool, type Row, type Sql, type Table } from '@zhibu/database';
import { lookup } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';
import { designationsKept } from './designations.lookup.ts';
import { editionHandlers } from './editions.lookup.ts';
import { ratersKept } from './raters.lookup.ts';
import { vetoesKept } from './vetoes.lookup.ts';

const openedRounds: Table = {
  name: 'lookup_opened_round',
  columns: { round_id: 'text', work_committee_id: 'text', scheme: 'text', period: 'text' },
};

const keepOpenedRounds = (sql: Sql, openings: readonly Recorded<'RoundOpened'>[]): Promise<void> =>
  insertInto(
    sql,
    openedRounds,
    openings.map(({ data: { roundId, workCommitteeId, scheme, period } }) => ({
      round_id: roundId,
      work_committee_id: workCommitteeId,
      scheme,
      period,
    })),
  );

const closedRounds: Table = {
  name: 'lookup_closed_round',
  columns: { round_id: 'text', position: 'bigint', recorded_at: 'timestamptz' },
};

const keepClosedRounds = (sql: Sql, closings: readonly Recorded<'RoundClosed'>[]): Promise<void> =>
  insertInto(
    sql,
    closedRounds,
    closings.map(({ data, position, recordedAt }) => ({ round_id: data.roundId, position, recorded_at: recordedAt })),
  );

const decisions: Table = {
  name: 'lookup_decision',
  columns: {
    event_id: 'uuid',
    branch_id: 'text',
    scheme: 'text',
    period: 'text',
    kind: 'text',
    position: 'bigint',
    recorded_at: 'timestamptz',
    effective_on: 'date',
    corrects: 'uuid',
    round_id: 'text',
    edition_id: 'text',
    grade: 'text',
    standing: 'text',
    focus: 'boolean',
    lost: 'jsonb',
  },
};

const keepDecisions = (sql: Sql, events: readonly Recorded<RatingEventType>[]): Promise<void> =>
  insertInto(sql, decisions, events.map(decisionRow));

function decisionRow(event: Recorded<RatingEventType>): Row {
  const { data } = event;
  return {
    event_id: event.id,
    branch_id: data.branchId,
    scheme: data.scheme,
    period: data.period,
    kind: ratingEventKinds[event.type],
    position: event.position,
    recorded_at: event.recordedAt,
    effective_on: data.effectiveOn,
    corrects: 'corrects' in data ? data.corrects : null,
    round_id: 'roundId' in data ? data.roundId : null,
    edition_id: 'editionId' in data ? data.editionId : null,
    grade: 'grade' in data ? data.grade : null,
    standing: 'standing' in data ? data.standing : null,
    focus: 'standing' in data ? data.focus === true : null,
    lost: 'findings' in data ? [...new Set(data.findings.map(({ item }) => item))] : [],
  };
}

/** Keeps this service's own editions, rounds, decisions on grades and designations, across their streams. */
export const gradingsLookup = lookup(
  'assessment-gradings',
  { service: 'assessment', lingers: true },
  {
    ...editionHandlers,
    ...ratersKept,
    ...vetoesKept,
    ...designationsKept,
    RoundOpened: keepOpenedRounds,
    RoundClosed: keepClosedRounds,
    BranchGraded: keepDecisions,
    GradeDetermined: keepDecisions,
    DeterminationWithdrawn: keepDecisions,
    GradeRevised: keepDecisions,
    GradeReassessed: keepDecisions,
    PriorGradeRecorded: keepDecisions,
    PriorGradeCorrected: keepDecisions,
  },
);

/** What stands for a branch in a scheme and a period. */
export interface StandingGrade {
  readonly grade: string;
  readonly editionId: string;
  readonly roundId: string;
  readonly effectiveOn: Day;
  /** Its round is closed. */
  readonly confirmed: boolean;
  /** The items on which points were lost, with any rater. */
  readonly lost: readonly string[];
}

interface KeptDecision extends RatingEvent {
  readonly roundId: string;
  readonly editionId: string;
  readonly grade: string;
  readonly lost: readonly string[];
}

interface DecisionRow extends Omit<KeptDecision, 'position' | 'recordedAt'> {
  readonly branchId: string;
  readonly position: string;
  readonly recordedAt: Date;
  /** Where in the log the round is closed; null while it is open. */
  readonly closedAt: string | null;
}

/**
 * What a period has come to for branches in a scheme, by branch: a determination before the computed grade, which tells
 * the items lost. Who is not graded is left out. One statement.
 */
export async function standingGrades(
  database: Pool,
  branchIds: readonly string[],
  { scheme, period }: { readonly scheme: string; readonly period: string },
): Promise<ReadonlyMap<string, StandingGrade>> {
  const { rows } = await database.query<DecisionRow>(
    `SELECT d.branch_id AS "branchId", d.period, d.kind, d.event_id AS "eventId", d.position, d.recorded_at AS "recordedAt",
       d.effective_on AS "effectiveOn", d.corrects, d.round_id AS "roundId", d.edition_id AS "editionId", d.grade, d.lost,
       closed.position AS "closedAt"
     FROM lookup_decision d LEFT JOIN lookup_closed_round closed USING (round_id)
     WHERE d.branch_id = ANY($1) AND d.scheme = $2 AND d.period = $3 AND d.round_id IS NOT NULL`,
    [branchIds, scheme, period],
  );
  const found = new Map<string, StandingGrade>();
  for (const [branchId, decided] of Map.groupBy(rows, (row) => row.branchId)) {
    const outcome = ratingOutcomes(decided.flatMap(factsIn)).get(period);
    if (!outcome) continue;
    const { grade, editionId, roundId, effectiveOn } = outcome.decision;
    const { confirmed, computed } = outcome;
    found.set(branchId, { grade, editionId, roundId, effectiveOn, confirmed, lost: computed.lost });
  }
  return found;
}

/** A decision, and the closing of its round; a closing that several decisions bring along is one. */
function factsIn({ closedAt, ...row }: DecisionRow): readonly RatingFact<KeptDecision>[] {
  const decision: KeptDecision = { ...row, position: BigInt(row.position), recordedAt: row.recordedAt.toISOString() };
  if (closedAt === null) return [decision];
  const { period, roundId, recordedAt } = decision;
  return [decision, { kind: 'closed', period, roundId, recordedAt, position: BigInt(closedAt) }];
}

/** The period of a committee's first round in a scheme; null: it has held none. */
export async function firstRoundOf(database: Pool, committeeId: string, scheme: string): Promise<string | null> {
  const { rows } = await database.query<{ first: string | null }>(
    'SELECT min(period) AS first FROM lookup_opened_round WHERE work_committee_id = $1 AND scheme = $2',
    [committeeId, scheme],
  );
  return rows[0]?.first ?? null;
}
