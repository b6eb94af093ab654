import {
  type RatingEvent,
  ratingEventKinds,
  type RatingEventType,
  type RatingFact,
  ratingIntervals,
  type Recorded,
} from '@zhibu/contracts';
import { insertInto, type Sql, type Table } from '@zhibu/database';
import type { GradeStanding } from '@zhibu/draw';
import { lookup } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';
import { closingHands, gradingHandsKept } from './grading-hands.lookup.ts';

/** The scheme by whose grades branches are stratified (draw.md, Stratum). */
const SCHEME = 'classification';

/** The standing of that scheme's own grades: a decision from before the platform names the grade alone (domain.md, section 1). */
const standingOfPrior: ReadonlyMap<string, GradeStanding> = new Map([
  ['advanced', 'leading'],
  ['general', 'ordinary'],
  ['lagging', 'lagging'],
]);

const decisions: Table = {
  name: 'lookup_decision',
  columns: {
    event_id: 'uuid',
    branch_id: 'text',
    period: 'text',
    round_id: 'text',
    position: 'bigint',
    kind: 'text',
    effective_on: 'date',
    corrects: 'uuid',
    standing: 'text',
  },
};

const keepDecisions = (sql: Sql, decided: readonly Recorded<RatingEventType>[]): Promise<void> =>
  insertInto(
    sql,
    decisions,
    decided
      .filter(({ data }) => data.scheme === SCHEME)
      .map(({ id, type, data, position }) => ({
        event_id: id,
        branch_id: data.branchId,
        period: data.period,
        round_id: 'roundId' in data ? data.roundId : undefined,
        position,
        kind: ratingEventKinds[type],
        effective_on: data.effectiveOn,
        corrects: 'corrects' in data ? data.corrects : undefined,
        standing: standingIn(data),
      })),
  );

function standingIn(data: Recorded<RatingEventType>['data']): string | undefined {
  if ('standing' in data) return data.standing;
  return 'grade' in data ? standingOfPrior.get(data.grade) : undefined;
}

const closedRounds: Table = {
  name: 'lookup_closed_round',
  columns: { round_id: 'text', position: 'bigint', period: 'text', closed_on: 'date', hands: 'jsonb' },
};

const keepClosings = (sql: Sql, closings: readonly Recorded<'RoundClosed'>[]): Promise<void> =>
  insertInto(
    sql,
    closedRounds,
    closings.map((closing) => ({
      round_id: closing.data.roundId,
      position: closing.position,
      ...closingHands(closing),
    })),
  );

/** Keeps what is decided on grades: by the standing of the one in force branches are stratified. And who rated and confirmed. */
export const gradesLookup = lookup(
  'supervision-grades',
  { service: 'assessment' },
  {
    ...gradingHandsKept,
    BranchGraded: keepDecisions,
    GradeRevised: keepDecisions,
    GradeDetermined: keepDecisions,
    DeterminationWithdrawn: keepDecisions,
    GradeReassessed: keepDecisions,
    PriorGradeRecorded: keepDecisions,
    PriorGradeCorrected: keepDecisions,
    RoundClosed: keepClosings,
  },
);

interface Decided extends RatingEvent {
  readonly standing: GradeStanding | null;
}

interface DecisionRow extends Omit<Decided, 'position' | 'recordedAt'> {
  readonly branchId: string;
  readonly position: string;
  readonly closedAt: string | null;
}

/** The standing of the confirmed grade in force on a day, by branch; who has none is left out. */
export async function standingsOn(
  sql: Sql,
  branchIds: readonly string[],
  day: Day,
): Promise<ReadonlyMap<string, GradeStanding>> {
  const { rows } = await sql.query<DecisionRow>(
    `SELECT d.branch_id AS "branchId", event_id AS "eventId", d.period, round_id AS "roundId", d.position, kind,
       effective_on AS "effectiveOn", corrects, standing, closed.position AS "closedAt"
     FROM lookup_decision d LEFT JOIN lookup_closed_round closed USING (round_id) WHERE d.branch_id = ANY($1)`,
    [branchIds],
  );
  const found = new Map<string, GradeStanding>();
  for (const [branchId, decided] of Map.groupBy(rows, (row) => row.branchId)) {
    const held = ratingIntervals(decided.flatMap(factsIn)).find(
      ({ from, to }) => from <= day && (to === null || day < to),
    );
    if (held?.confirmed === true && held.decision.standing !== null) found.set(branchId, held.decision.standing);
  }
  return found;
}

// All that is known counts, whenever it was recorded.
const WHENEVER = '';

function factsIn({ closedAt, ...row }: DecisionRow): readonly RatingFact<Decided>[] {
  const decision: Decided = { ...row, position: BigInt(row.position), recordedAt: WHENEVER };
  const { period, roundId } = decision;
  if (closedAt === null || roundId === null) return [decision];
  return [decision, { kind: 'closed', period, roundId, recordedAt: WHENEVER, position: BigInt(closedAt) }];
}
