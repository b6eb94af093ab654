import type { Basis } from '@zhibu/contracts';
import { type Actor, type Day, NEVER } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId } from '../../scope/seen.ts';
import { clocks, holds, inOrderOf, type Moment } from '../moment.ts';
import { ofNearestEdition } from './edition.lookup.ts';
import { IN_FORCE } from './rating-span.rules.ts';

export interface DecisionRow {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly basis: Basis | null;
  readonly editionId: string | null;
}

/** A rating over the days on which it is in force, as known at the moment. */
export interface RatingRow {
  readonly branchId: SeenId;
  readonly scheme: string;
  readonly period: string;
  readonly grade: string;
  /** The edition's word, in Chinese; a prior grade has that of the nearest edition of its scheme, else its code. */
  readonly label: string;
  /** leading, ordinary or lagging, as the edition says; a prior grade has that of the nearest edition of its scheme. */
  readonly standing: string;
  /** Its round is closed; a grade from before the platform was confirmed where it was made. */
  readonly confirmed: boolean;
  /** The event of the computed grade that it is, or that a superior determined otherwise about. */
  readonly computedBy: string;
  /** Who rated for the superior, who confirmed it and who inspected the branch in the year are not three persons. */
  readonly sameHand: boolean;
  readonly computedGrade: string | null;
  readonly score: string | null;
  readonly effectiveFrom: Day;
  /** Exclusive; null: still in force. */
  readonly effectiveTo: Day | null;
  readonly recordedAt: string;
  readonly decision: DecisionRow;
}

export interface RatingFindingRow {
  readonly item: string;
  readonly rater: string;
  readonly pointsLost: string;
  readonly note: string | null;
}

export interface RatingKey {
  readonly branchId: SeenId;
  readonly scheme: string;
  /** What that period came to, whatever the day; absent: what is in force on the day. */
  readonly period?: string | undefined;
}

type Flat = Omit<RatingRow, 'decision' | 'effectiveTo' | 'recordedAt'> &
  DecisionRow & {
    readonly track: string;
    readonly effectiveTo: Day;
    readonly recordedAt: Date;
    readonly knownFrom: Date;
    readonly knownTo: Date | null;
  };

const RATING = `
  SELECT r.branch_id AS "branchId", r.scheme, r.track, r.period, r.grade, coalesce(d.label, ${ofNearestEdition('label', 'r', 'd.effective_on')}, r.grade) AS label,
    coalesce(d.standing, ${ofNearestEdition('standing', 'r', 'd.effective_on')}, 'ordinary') AS standing, r.confirmed,
    d.same_hand OR (r.confirmed AND EXISTS (
      SELECT FROM same_hand_closed h WHERE h.round_id = d.round_id AND h.branch_id = d.branch_id)) AS "sameHand",
    c.computed_grade AS "computedGrade", c.score, c.event_id AS "computedBy", CASE r.track WHEN '' THEN r.from_day ELSE d.effective_on END AS "effectiveFrom", r.to_day AS "effectiveTo",
    r.known_from AS "knownFrom", nullif(r.known_to, '${NEVER}') AS "knownTo", d.recorded_at AS "recordedAt",
    d.event_id AS "eventId", d.type, d.stream, d.revision, d.position, d.actor, d.reason, d.basis, d.edition_id AS "editionId"
  FROM rating_span r JOIN decision d USING (branch_id, scheme, period, revision)
  JOIN decision c ON c.branch_id = r.branch_id AND c.scheme = r.scheme AND c.period = r.period AND c.revision = r.computed`;

/** The ratings in force on the day, or of a period, in the order of the keys; undefined where there is none. One statement. */
export async function ratingsInForce(
  model: ReadModel,
  keys: readonly RatingKey[],
  moment: Moment,
): Promise<readonly (RatingRow | undefined)[]> {
  const found = await model.sql.query<Flat>(
    `${RATING} JOIN unnest($3::text[], $4::text[], $5::text[]) AS k (branch, in_scheme, of_track)
       ON r.branch_id = k.branch AND r.scheme = k.in_scheme AND r.track = k.of_track
     WHERE ${holds('r')}`,
    [
      ...clocks(moment),
      keys.map((key) => key.branchId),
      keys.map((key) => key.scheme),
      keys.map((key) => key.period ?? IN_FORCE),
    ],
  );
  return inOrderOf(
    keys.map(textOf),
    found.rows.map((row) => [
      textOf({ ...row, period: row.track === IN_FORCE ? undefined : row.track }),
      ratingOf(row),
    ]),
  );
}

export const ratingLoader = loaderOf(ratingsInForce);

/** Every rating that was, is or will be in force, by effectiveFrom, as known at an instant (absent: now). One statement. */
export async function ratingHistory(model: ReadModel, key: RatingKey, knownAt?: string): Promise<readonly RatingRow[]> {
  const [, known] = clocks({ asOf: '', knownAt });
  const found = await model.sql.query<Flat>(
    `${RATING} WHERE r.branch_id = $1 AND r.scheme = $3 AND r.track = ''
     AND r.known_from <= $2::timestamptz AND r.known_to > $2::timestamptz ORDER BY r.from_day`,
    [key.branchId, known, key.scheme],
  );
  return found.rows.map(ratingOf);
}

/** A rating over the days and the time in which it was the answer; the ends are exclusive, null where they are open. */
export interface RatingSpanRow {
  readonly from: Day;
  readonly to: Day | null;
  readonly knownFrom: string;
  readonly knownTo: string | null;
  readonly rating: RatingRow;
}

/** Every answer that was ever given for a branch in a scheme, by when it was known and from which day it held. One statement. */
export async function ratingAnswers(
  model: ReadModel,
  { branchId, scheme }: RatingKey,
): Promise<readonly RatingSpanRow[]> {
  const [, latest] = clocks({ asOf: '' });
  const found = await model.sql.query<Flat>(
    `${RATING} WHERE r.branch_id = $1 AND r.scheme = $3 AND r.track = '' ORDER BY r.known_from, r.from_day`,
    [branchId, latest, scheme],
  );
  return found.rows.map((row) => {
    const rating = ratingOf(row);
    const { knownFrom, knownTo } = row;
    return {
      from: rating.effectiveFrom,
      to: rating.effectiveTo,
      knownFrom: knownFrom.toISOString(),
      knownTo: knownTo && knownTo.toISOString(),
      rating,
    };
  });
}

/** The findings that led to each decision, by its event id, in the order of the ids. One statement. */
export async function ratingFindings(
  model: ReadModel,
  eventIds: readonly string[],
): Promise<readonly (readonly RatingFindingRow[])[]> {
  const found = await model.prisma.decision.findMany({
    where: { eventId: { in: [...eventIds] } },
    select: { eventId: true, findings: true },
  });
  const lists = inOrderOf(
    eventIds,
    found.map((row) => [row.eventId, row.findings] as const),
  );
  return lists.map((list) => (Array.isArray(list) ? list.map((finding) => findingRow(Object(finding))) : []));
}

function findingRow({ item, rater, pointsLost, note }: Readonly<Record<string, unknown>>): RatingFindingRow {
  return {
    item: String(item),
    rater: String(rater),
    pointsLost: String(pointsLost),
    note: typeof note === 'string' ? note : null,
  };
}

const textOf = ({ branchId, scheme, period = IN_FORCE }: RatingKey): string => `${branchId} ${scheme} ${period}`;

function ratingOf(row: Flat): RatingRow {
  const {
    eventId,
    type,
    stream,
    revision,
    position,
    actor,
    reason,
    basis,
    editionId,
    effectiveTo,
    recordedAt,
    track: _track,
    knownFrom: _knownFrom,
    knownTo: _knownTo,
    ...rating
  } = row;
  return {
    ...rating,
    effectiveTo: effectiveTo === NEVER ? null : effectiveTo,
    recordedAt: recordedAt.toISOString(),
    decision: { eventId, type, stream, revision, position, actor, reason, basis, editionId },
  };
}
