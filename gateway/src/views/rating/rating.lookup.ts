import type { Basis } from '@zhibu/contracts';
import { type Actor, type Day, NEVER } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { clocks, holds, inOrderOf, type Moment } from '../moment.ts';
import { ofNearestEdition } from './edition.lookup.ts';

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
  readonly branchId: string;
  readonly scheme: string;
  readonly period: string;
  readonly grade: string;
  /** The edition's word, in Chinese; a prior grade has that of the nearest edition of its scheme, else its code. */
  readonly label: string;
  /** Its round is closed; a grade from before the platform was confirmed where it was made. */
  readonly confirmed: boolean;
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
  readonly branchId: string;
  readonly scheme: string;
}

type Flat = Omit<RatingRow, 'decision' | 'effectiveTo' | 'recordedAt'> &
  DecisionRow & { readonly effectiveTo: Day; readonly recordedAt: Date };

const RATING = `
  SELECT r.branch_id AS "branchId", r.scheme, r.period, r.grade, coalesce(d.label, ${ofNearestEdition('label', 'r', 'd.effective_on')}, r.grade) AS label,
    d.round_id IS NULL OR EXISTS (SELECT FROM round_closing c WHERE c.round_id = d.round_id AND c.recorded_at <= $2::timestamptz) AS confirmed,
    d.computed_grade AS "computedGrade", d.score, r.from_day AS "effectiveFrom", r.to_day AS "effectiveTo", d.recorded_at AS "recordedAt",
    d.event_id AS "eventId", d.type, d.stream, d.revision, d.position, d.actor, d.reason, d.basis, d.edition_id AS "editionId"
  FROM rating_span r JOIN decision d USING (branch_id, scheme, period, revision)`;

/** The ratings in force on the day, in the order of the keys; undefined where there is none. One statement. */
export async function ratingsInForce(
  model: ReadModel,
  keys: readonly RatingKey[],
  moment: Moment,
): Promise<readonly (RatingRow | undefined)[]> {
  const found = await model.sql.query<Flat>(
    `${RATING} JOIN unnest($3::text[], $4::text[]) AS k (branch, in_scheme) ON r.branch_id = k.branch AND r.scheme = k.in_scheme
     WHERE r.track = '' AND ${holds('r')}`,
    [...clocks(moment), keys.map((key) => key.branchId), keys.map((key) => key.scheme)],
  );
  return inOrderOf(
    keys.map(textOf),
    found.rows.map((row) => [textOf(row), ratingOf(row)] as const),
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

export const ratingFindingsLoader = loaderOf(ratingFindings);

function findingRow({ item, rater, pointsLost, note }: Readonly<Record<string, unknown>>): RatingFindingRow {
  return {
    item: String(item),
    rater: String(rater),
    pointsLost: String(pointsLost),
    note: typeof note === 'string' ? note : null,
  };
}

const textOf = ({ branchId, scheme }: RatingKey): string => `${branchId} ${scheme}`;

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
    ...rating
  } = row;
  return {
    ...rating,
    effectiveTo: effectiveTo === NEVER ? null : effectiveTo,
    recordedAt: recordedAt.toISOString(),
    decision: { eventId, type, stream, revision, position, actor, reason, basis, editionId },
  };
}
