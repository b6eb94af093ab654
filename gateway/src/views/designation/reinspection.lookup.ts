import { programmeLevels } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { loaderOf } from '../../request/loaders.ts';
import { clocks, holds, inOrderOf } from '../moment.ts';
import { ofNearestEdition } from '../rating/edition.lookup.ts';

/** 先进等次以下的，60天内复核 (domain.md, section 7); 下级命名被取消的，上级60天内复核 (section 4). */
const WITHIN_DAYS = 60;

/** Whose own day a reinspection is counted from: of naming, of a look that passed, of a revocation that was undone or waived. */
const LOOKS = `('PriorDesignationRecorded', 'BranchDesignated', 'DesignationPassed', 'ReinspectionPassed', 'DesignationRestored', 'RevocationWaived')`;

const shanghaiDay = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date`;

/** What the steps of a designation say by the moment. */
const steps = (key: string, of: string, which: string): string =>
  `(SELECT ${of} FROM designation_step s WHERE s.key = ${key} AND ${which} AND s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz)`;

/** The day of the last look, and of the cycle from it on. */
const lookedOn = (key: string): string => steps(key, 'max(s.effective_on)', `s.type IN ${LOOKS}`);

const cycle = (key: string): string =>
  `(SELECT make_interval(months => (p.said ->> 'cycleMonths')::integer) FROM programme_step p
    WHERE p.key = split_part(${key}, ' ', 1) AND p.type = 'ProgrammeRegistered' AND p.recorded_at <= $2::timestamptz)`;

/**
 * The first day on which a confirmed grade below leading standing was known that holds on the day: of its closing, or of
 * the decision where it came after; a grade from before the platform never asks for a look, nor does one that is provisional.
 */
const belowSince = (organizationId: string): string => `(SELECT min(greatest(d.effective_on,
      ${shanghaiDay('greatest(d.recorded_at, c.recorded_at)')})) FROM rating_span r
    JOIN decision d USING (branch_id, scheme, period, revision) JOIN round_closing c USING (round_id)
    WHERE r.branch_id = ${organizationId} AND r.track = '' AND r.confirmed AND ${holds('r')} AND r.scheme <> 'appraisal'
      AND coalesce(d.standing, ${ofNearestEdition('standing', 'r', 'd.effective_on')}) <> 'leading')`;

const LEVELS = `ARRAY[${programmeLevels.map((level) => `'${level}'`).join(', ')}]`;

/**
 * The first day after a last look (`looked.day`) on which it was known that a designation of the same organization at a lower
 * level was revoked, which no appeal has restored since.
 */
const revokedBelow = ({ key, organizationId }: { readonly key: string; readonly organizationId: string }): string =>
  `(SELECT min(told.day) FROM designation_step s
      CROSS JOIN LATERAL (SELECT greatest(s.effective_on, ${shanghaiDay('s.recorded_at')}) AS day) told
    WHERE s.organization_id = ${organizationId} AND s.type = 'DesignationRevoked' AND told.day > looked.day
      AND s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz
      AND array_position(${LEVELS}, s.said ->> 'level') >
        array_position(${LEVELS}, (SELECT own.said ->> 'level' FROM designation_step own WHERE own.key = ${key} LIMIT 1))
      AND NOT EXISTS (SELECT FROM designation_step r WHERE r.key = s.key AND r.type = 'DesignationRestored'
        AND r.revision > s.revision AND r.effective_on <= $1::date AND r.recorded_at <= $2::timestamptz))`;

/**
 * Until when a designation in force is to be inspected again, as an expression over its key, organization and status; null:
 * it is not in force, or failed. On grace: the second look. Else by the cycle of its programme, within 60 days of a confirmed
 * grade below leading standing, or within 60 days of the revocation of a lower level, whichever comes first.
 */
export const reinspectionDue = (of: {
  readonly key: string;
  readonly organizationId: string;
  readonly status: string;
}): string =>
  `(CASE ${of.status}
    WHEN 'conditional' THEN ${steps(of.key, `max(s.said ->> 'graceUntil')::date`, `s.type = 'ReinspectionConditional'`)}
    WHEN 'designated' THEN (SELECT least((looked.day + ${cycle(of.key)})::date,
        CASE WHEN below.day > looked.day THEN below.day + ${WITHIN_DAYS} END,
        ${revokedBelow(of)} + ${WITHIN_DAYS})
      FROM (SELECT ${lookedOn(of.key)} AS day) looked, (SELECT ${belowSince(of.organizationId)} AS day) below) END)`;

/** A designation as it stands. */
export interface Looked {
  readonly key: string;
  readonly organizationId: string;
  readonly status: string;
}

/** Until when each is to be inspected again; null: no look is due. One statement. */
export const reinspectionLoader = loaderOf(async (model, asked: readonly Looked[], moment) => {
  const due = reinspectionDue({ key: 'k.key', organizationId: 'k.organization', status: 'k.status' });
  const { rows } = await model.sql.query<{ key: string; due: Day | null }>(
    `SELECT k.key, ${due} AS due FROM unnest($3::text[], $4::text[], $5::text[]) AS k (key, organization, status)`,
    [
      ...clocks(moment),
      asked.map(({ key }) => key),
      asked.map(({ organizationId }) => organizationId),
      asked.map(({ status }) => status),
    ],
  );
  const found = inOrderOf(
    asked.map(({ key }) => key),
    rows.map(({ key, due: day }) => [key, day] as const),
  );
  return found.map((day) => day ?? null);
});
