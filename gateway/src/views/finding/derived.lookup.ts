import type { FindingCode } from '@zhibu/contracts';
import { factOf, holds, known } from '../moment.ts';

// Each of these answers, for the living organizations in `asked (id)`, who has which finding at the moment.

/** What an organization's own stream shows. */
export const OWN = `SELECT s.organization_id AS id, s.code FROM asked a JOIN finding_span s ON s.organization_id = a.id AND ${holds('s')}`;

/**
 * 机关条例: the members of all living branches under a unit, and whether it has what so many members need. A unit under it
 * answers for its own; a temporary branch counts in no membership.
 */
const OF_UNITS = `
  SELECT id, CASE WHEN members >= 100 THEN 'organ-committee-missing' ELSE 'general-branch-missing' END AS code
  FROM (
    SELECT a.id, coalesce(bool_or(p.kind IN ('organ-committee', 'basic-committee')), false) AS committee, coalesce(bool_or(p.kind = 'general-branch'), false) AS general,
      sum(CASE WHEN form.value ->> 'form' = 'temporary' THEN 0
        ELSE coalesce((membership.value ->> 'full')::integer + (membership.value ->> 'probationary')::integer, 0) END) AS members
    FROM asked a JOIN organization o ON o.id = a.id AND o.kind = 'unit' AND o.known_from <= $2::timestamptz AND o.known_to > $2::timestamptz
    LEFT JOIN LATERAL (SELECT array_agg(s.organization_id) AS ids FROM place s
      WHERE s.ancestor_id = a.id AND s.depth = 1 AND s.kind = 'unit' AND ${holds('s')}) below ON true
    JOIN place p ON p.ancestor_id = a.id AND p.depth > 0 AND ${holds('p')} AND (below.ids IS NULL OR NOT EXISTS (
      SELECT FROM place b WHERE b.organization_id = p.organization_id AND b.ancestor_id = ANY(below.ids) AND ${holds('b')}))
    ${factOf("CASE WHEN p.kind = 'branch' THEN p.organization_id END", 'membership')} ${factOf("CASE WHEN p.kind = 'branch' THEN p.organization_id END", 'form')}
    GROUP BY a.id) unit
  WHERE members >= 50 AND NOT committee AND (members >= 100 OR NOT general)`;

/** Its parent is one that the platform has known, and does not live on the day. */
const OF_PARENTS = `
  SELECT a.id, CASE WHEN above.opened_on > $1::date THEN 'parent-not-open' ELSE 'parent-dissolved' END AS code
  FROM asked a ${factOf('a.id', 'parent')} JOIN LATERAL (
    SELECT max(o.opened_on) FILTER (WHERE o.known_to > $2::timestamptz) AS opened_on FROM organization o
    WHERE o.id = parent.value #>> '{}' AND o.known_from <= $2::timestamptz HAVING count(*) > 0) above ON true
  WHERE NOT EXISTS (SELECT FROM place p WHERE p.organization_id = parent.value #>> '{}' AND p.depth = 0 AND ${holds('p')})`;

const LIVING_BRANCH = `JOIN place own ON own.organization_id = a.id AND own.depth = 0 AND own.kind = 'branch' AND ${holds('own')}`;

/** Its secretary is, on the day, the secretary of another living branch too. */
const OF_SECRETARIES = `
  SELECT a.id, 'secretary-of-two' AS code FROM asked a ${LIVING_BRANCH} ${factOf('a.id', 'secretary')}
  WHERE secretary.value <> 'null' AND EXISTS (
    SELECT FROM organization_fact s JOIN place p ON p.organization_id = s.organization_id AND p.depth = 0 AND p.kind = 'branch' AND ${holds('p')}
    WHERE s.aspect = 'secretary' AND s.value #>> '{}' = secretary.value #>> '{}' AND s.organization_id <> a.id
      AND s.effective_on <= $1::date AND ${known('s')} AND NOT EXISTS (
        SELECT FROM organization_fact f WHERE f.organization_id = s.organization_id AND f.aspect = 'secretary' AND ${known('f')}
          AND f.effective_on <= $1::date AND (f.effective_on, f.revision) > (s.effective_on, s.revision)))`;

/** The sectors whose branches an edition in force grades; no row while none is in force. */
const GRADED_SECTORS = `SELECT array_agg(DISTINCT g.content ->> 'sector') AS sectors FROM edition_state g
  WHERE g.status = 'published' AND g.recorded_at <= $2::timestamptz AND (g.content ->> 'effectiveFrom')::date <= $1::date
    AND coalesce(g.content -> 'subjects', '["branch"]') ? 'branch' AND NOT EXISTS (
      SELECT FROM edition_state e WHERE e.edition_id = g.edition_id AND e.status = 'retired'
        AND e.recorded_at <= $2::timestamptz AND coalesce(e.retired_on, '-infinity') <= $1::date)
  HAVING count(*) > 0`;

/** Editions are in force, but none for its sector. One without a sector has a finding of its own. */
const OF_SECTORS = `
  SELECT a.id, 'graded-by-nobody' AS code FROM asked a ${LIVING_BRANCH} ${factOf('a.id', 'sector')} ${factOf('a.id', 'form')}
  CROSS JOIN (${GRADED_SECTORS}) graded
  WHERE sector.value <> 'null' AND coalesce(form.value ->> 'form', '') <> 'temporary' AND sector.value #>> '{}' <> ALL(graded.sectors)`;

export const DERIVED: readonly string[] = [OF_UNITS, OF_PARENTS, OF_SECRETARIES, OF_SECTORS];

/** Which of them answers a code that needs more than one stream. */
export const derivedFrom: Partial<Record<FindingCode, string>> = {
  'general-branch-missing': OF_UNITS,
  'organ-committee-missing': OF_UNITS,
  'parent-dissolved': OF_PARENTS,
  'parent-not-open': OF_PARENTS,
  'secretary-of-two': OF_SECRETARIES,
  'graded-by-nobody': OF_SECTORS,
};
