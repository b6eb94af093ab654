import { type RatingEvent, type RatingFact, ratingOn, schemeGradeWords } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';

/** 年度考核; every other scheme grades. */
const APPRAISAL = 'appraisal';
/** 好、较好: of the policy's own words for an appraisal these are not below 较好. */
const FAIRLY_GOOD_AT = 1;

interface Decided extends RatingEvent {
  readonly scheme: string;
  readonly grade: string | null;
  readonly standing: string | null;
  readonly focus: boolean | null;
}

interface DecisionRow extends Omit<Decided, 'position' | 'recordedAt'> {
  readonly position: string;
  readonly recordedAt: Date;
  /** Where in the log the round is closed; null while it is open. */
  readonly closedAt: string | null;
}

/** What the ratings in force say of who applies for a designation. */
export interface RatedStanding {
  /** A confirmed grade of leading standing is in force, of a scheme that grades. */
  readonly isLeading: boolean;
  /** The appraisal in force is below 较好. */
  readonly isAppraisedLow: boolean;
}

/**
 * By all decisions on an organization, those from before the platform too. Of a grade that was given without an edition the
 * latest published one that has it says what it is; while there is none, the policy's own order of its words.
 */
export async function ratedStanding(database: Pool, organizationId: string, today: Day): Promise<RatedStanding> {
  const { rows } = await database.query<DecisionRow>(
    `SELECT d.scheme, d.period, d.kind, d.event_id AS "eventId", d.position, d.recorded_at AS "recordedAt",
       d.effective_on AS "effectiveOn", d.corrects, d.round_id AS "roundId", d.grade,
       coalesce(d.standing, e.standings ->> d.grade) AS standing, coalesce(d.focus, e.focus ? d.grade) AS focus,
       closed.position AS "closedAt"
     FROM lookup_decision d LEFT JOIN lookup_closed_round closed USING (round_id)
       LEFT JOIN LATERAL (SELECT standings, focus FROM lookup_edition WHERE scheme = d.scheme AND standings ? d.grade
         ORDER BY effective_from DESC, edition_id LIMIT 1) e ON d.standing IS NULL
     WHERE d.branch_id = $1`,
    [organizationId],
  );
  const inForce = [...Map.groupBy(rows, ({ scheme }) => scheme).values()].flatMap((decided) => {
    const rating = ratingOn(decided.flatMap(factsIn), today);
    return rating?.confirmed ? [rating.decision] : [];
  });
  return {
    isLeading: inForce.some((decision) => decision.scheme !== APPRAISAL && isLeading(decision)),
    isAppraisedLow: inForce.some((decision) => decision.scheme === APPRAISAL && isLow(decision)),
  };
}

function factsIn({ closedAt, ...row }: DecisionRow): readonly RatingFact<Decided>[] {
  const decision: Decided = { ...row, position: BigInt(row.position), recordedAt: row.recordedAt.toISOString() };
  const { period, roundId, recordedAt } = decision;
  if (closedAt === null || roundId === null) return [decision];
  return [decision, { kind: 'closed', period, roundId, recordedAt, position: BigInt(closedAt) }];
}

/** The best is first. */
const placeInScheme = ({ scheme, grade }: Decided): number =>
  Object.keys(schemeGradeWords[scheme] ?? {}).indexOf(grade ?? '');

const isLeading = (decision: Decided): boolean =>
  decision.standing === null ? placeInScheme(decision) === 0 : decision.standing === 'leading';

/** An edition of an appraisal marks 一般 and what is worse for focus. */
const isLow = (decision: Decided): boolean =>
  decision.focus === null
    ? placeInScheme(decision) > FAIRLY_GOOD_AT
    : decision.focus && decision.standing !== 'leading';
