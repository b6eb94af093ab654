import { programmeLevels } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { loaderOf } from '../../request/loaders.ts';
import { clocks, holds, inOrderOf } from '../moment.ts';

/** 先进等次以下的，60天内复核 (domain.md, section 7); 下级命名被取消的，上级60天内复核 (section 4). */
const WITHIN_DAYS = 60;

const shanghaiDay = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date`;

// Expressions over where a designation stands, a row `standing`.

/** The day of the last look. */
const LOOKED_ON = `(standing.facets ->> 'lookedOn')::date`;

/** Until when the grace lasts. */
const GRACE_UNTIL = `(standing.facets ->> 'graceUntil')::date`;

/** The first look that the cycle of its programme asks for. The cycles of all programmes are read once a statement. */
const BY_CYCLE = `(${LOOKED_ON} + make_interval(months => ((SELECT jsonb_object_agg(p.key, p.said -> 'cycleMonths') FROM programme_step p
    WHERE p.type = 'ProgrammeRegistered' AND p.recorded_at <= $2::timestamptz) ->> split_part(standing.key, ' ', 1))::integer))::date`;

/**
 * The first day on which a confirmed grade below leading standing was known that holds on the day: of its closing, or of
 * the decision where it came after; a grade from before the platform never asks for a look, nor does one that is provisional.
 */
const BELOW_SINCE = `(SELECT min(r.below_since) FROM rating_span r
    WHERE r.branch_id = standing.organization_id AND r.track = '' AND r.scheme <> 'appraisal' AND ${holds('r')})`;

const LEVELS = `ARRAY[${programmeLevels.map((level) => `'${level}'`).join(', ')}]`;

/**
 * The first day after a last look on which it was known that a designation of the same organization at a lower level was
 * revoked, which no appeal has restored since.
 */
const REVOKED_BELOW = `(SELECT min(told.day) FROM designation_step s
      CROSS JOIN LATERAL (SELECT greatest(s.effective_on, ${shanghaiDay('s.recorded_at')}) AS day) told
    WHERE s.organization_id = standing.organization_id AND s.type = 'DesignationRevoked' AND told.day > ${LOOKED_ON}
      AND s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz
      AND array_position(${LEVELS}, s.said ->> 'level') > array_position(${LEVELS}, standing.facets ->> 'level')
      AND NOT EXISTS (SELECT FROM designation_step r WHERE r.key = s.key AND r.type = 'DesignationRestored'
        AND r.revision > s.revision AND r.effective_on <= $1::date AND r.recorded_at <= $2::timestamptz))`;

/**
 * Until when a designation in force is to be inspected again; null: it is not in
 * force, or failed. On grace: the second look. Else by the cycle of its programme, within 60 days of a confirmed grade below
 * leading standing, or within 60 days of the revocation of a lower level, whichever comes first.
 */
const DUE = `(CASE standing.status
    WHEN 'conditional' THEN ${GRACE_UNTIL}
    WHEN 'designated' THEN (SELECT least(${BY_CYCLE},
        CASE WHEN below.day > ${LOOKED_ON} THEN below.day + ${WITHIN_DAYS} END,
        ${REVOKED_BELOW} + ${WITHIN_DAYS})
      FROM (SELECT ${BELOW_SINCE} AS day) below) END)`;

/**
 * Whether it is by a day, the bound `day`. Grades and revocations are looked up only of those that the cycle does not
 * bring, and that were not looked at within the 60 days before.
 */
export const isReinspectionDueBy = (day: string): string =>
  `(standing.status = 'designated' AND ${BY_CYCLE} <= ${day}
    OR (standing.status = 'conditional' OR ${LOOKED_ON} + ${WITHIN_DAYS} < ${day}) AND ${DUE} <= ${day})`;

/** Until when each designation, by its key, is to be inspected again; null: no look is due. One statement. */
export const reinspectionLoader = loaderOf(async (model, keys: readonly string[], moment) => {
  const { rows } = await model.sql.query<{ key: string; due: Day | null }>(
    `SELECT key, ${DUE} AS due FROM designation_standing standing WHERE key = ANY($3) AND ${holds('standing')}`,
    [...clocks(moment), keys],
  );
  const found = inOrderOf(
    keys,
    rows.map(({ key, due }) => [key, due] as const),
  );
  return found.map((day) => day ?? null);
});
