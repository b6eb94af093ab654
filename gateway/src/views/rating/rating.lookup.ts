import type { Basis } from '@zhibu/contracts';
import type { Actor, Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import type { Moment } from '../moment.ts';

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
  /** The edition's word, in Chinese; a prior grade has that of the edition in force, else its code. */
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

/** The ratings in force on the day, in the order of the keys; undefined where there is none. One statement. */
export async function ratingsInForce(
  model: ReadModel, keys: readonly RatingKey[], moment: Moment,
): Promise<readonly (RatingRow | undefined)[]> {
  throw new Error(`not written yet: ${keys.length} ${moment.asOf} ${typeof model}`);
}

/** Every rating that was, is or will be in force, by effectiveFrom, as known at an instant (absent: now). */
export async function ratingHistory(model: ReadModel, key: RatingKey, knownAt?: string): Promise<readonly RatingRow[]> {
  throw new Error(`not written yet: ${key.branchId} ${knownAt} ${typeof model}`);
}

/** The findings that led to each decision, by its event id, in the order of the ids. One statement. */
export async function ratingFindings(
  model: ReadModel, eventIds: readonly string[],
): Promise<readonly (readonly RatingFindingRow[])[]> {
  throw new Error(`not written yet: ${eventIds.length} ${typeof model}`);
}
