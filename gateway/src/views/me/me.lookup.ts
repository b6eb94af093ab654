import type { OrganizationKind } from '@zhibu/contracts';
import type { ReadModel } from '../../read-model.ts';
import { clocks, holds, known, type Moment } from '../moment.ts';

/** An organization along a lineage. */
export interface Along {
  readonly id: string;
  readonly kind: OrganizationKind;
}

/** Whom an organization stands under, itself first, then the nearest; one that is dissolved stands where it stood last. */
export async function lineageOf({ sql }: ReadModel, id: string, moment: Moment): Promise<readonly Along[]> {
  const { rows } = await sql.query<Along>(
    `WITH self AS (
       SELECT o.id, o.kind, parent.value #>> '{}' AS parent_id FROM organization o
       LEFT JOIN LATERAL (SELECT f.value FROM organization_name f WHERE f.organization_id = o.id AND f.aspect = 'parent'
         AND f.effective_on <= $1::date AND ${known('f')} ORDER BY f.effective_on DESC, f.revision DESC LIMIT 1) parent ON true
       WHERE o.id = $3 AND o.known_from <= $2::timestamptz AND o.known_to > $2::timestamptz)
     SELECT id, kind FROM (
       SELECT id, kind, -1 AS depth FROM self
       UNION ALL
       SELECT o.id, o.kind, p.depth FROM self JOIN place p ON p.organization_id = self.parent_id AND ${holds('p')}
       JOIN organization o ON o.id = p.ancestor_id AND o.known_from <= $2::timestamptz AND o.known_to > $2::timestamptz
     ) along ORDER BY depth`,
    [...clocks(moment), id],
  );
  return rows;
}

/** The organization of a problem; undefined: there is none such. */
export async function organizationOfProblem({ sql }: ReadModel, problemId: string): Promise<string | undefined> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT organization_id AS id FROM process_step WHERE aggregate = 'problem' AND key = $1 LIMIT 1`,
    [problemId],
  );
  return rows[0]?.id;
}

/** Whose a duty is or was to be, and at which organization it is held; null: the platform. */
export interface DutyPlace {
  readonly personId: string;
  readonly organizationId: string | null;
}

/** Where a duty stands; undefined: there is none such. One statement. */
export async function dutyPlace({ sql }: ReadModel, dutyId: string): Promise<DutyPlace | undefined> {
  const { rows } = await sql.query<DutyPlace>(
    `SELECT person_id AS "personId", organization_id AS "organizationId"
     FROM duty_fact WHERE duty_id::text = $1 AND said IN ('proposed', 'assigned') LIMIT 1`,
    [dutyId],
  );
  return rows[0];
}
