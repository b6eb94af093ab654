import type { CommitteePost } from '@zhibu/contracts';
import { ALWAYS, type DatedFact, type Day, inForce, NEVER } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId } from '../../scope/seen.ts';
import { clocks, holds, inOrderOf, known, type Moment } from '../moment.ts';

/** What held on days; from null: since it opened, to (excluded) null: it goes on. */
export interface OverDays<Value> {
  readonly value: Value;
  readonly from: Day | null;
  readonly to: Day | null;
  /** The document's number. */
  readonly basis: string | null;
}

export interface Extension {
  readonly from: Day;
  readonly until: Day;
  readonly reason: string;
  readonly basis: string | null;
}

export interface Seat {
  readonly post: CommitteePost;
  readonly personId?: string;
}

/** What an organization was called and whom it stood under, whatever the day, as known at the moment; and what holds on the day. */
export interface OrganizationHistory {
  readonly names: readonly OverDays<string>[];
  readonly parents: readonly OverDays<string | null>[];
  readonly extensions: readonly Extension[];
  readonly committee: readonly Seat[];
  readonly unitIds: readonly string[];
  /** Of a unit: the joint branches that cover it. */
  readonly jointBranchIds: readonly string[];
}

interface FactRow {
  readonly id: string;
  readonly aspect: string;
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly basis: string | null;
  readonly text: string | null;
  readonly until: Day | null;
  readonly reason: string | null;
  readonly seats: readonly Seat[] | null;
  readonly unitIds: readonly string[] | null;
}

/** The histories of organizations in the order of the ids. Two statements, whatever their number. */
export async function organizationHistories(
  model: ReadModel,
  ids: readonly SeenId[],
  moment: Moment,
): Promise<readonly OrganizationHistory[]> {
  const found = await model.sql.query<FactRow>(
    `SELECT f.organization_id AS id, f.aspect, f.revision, f.effective_on AS "effectiveOn", f.basis ->> 'documentNo' AS basis,
       f.value #>> '{}' AS text, (f.value ->> 'until')::date AS until, f.value ->> 'reason' AS reason,
       CASE f.aspect WHEN 'committee' THEN f.value END AS seats, CASE f.aspect WHEN 'units' THEN f.value END AS "unitIds"
     FROM organization_fact f WHERE f.organization_id = ANY($3) AND ${known('f')}
       AND (f.aspect IN ('name', 'parent', 'extension') OR f.aspect IN ('committee', 'units') AND f.effective_on <= $1::date)
     ORDER BY f.effective_on, f.revision`,
    [...clocks(moment), ids],
  );
  const covering = await jointBranches(model, ids, moment);
  const facts = Map.groupBy(found.rows, ({ id }) => id);
  const histories = ids.map((id) => [id, historyOf(facts.get(id) ?? [], covering.get(id) ?? [])] as const);
  return inOrderOf(ids, histories).flatMap((history) => history ?? []);
}

export const historyLoader = loaderOf(organizationHistories);

function historyOf(facts: readonly FactRow[], jointBranchIds: readonly string[]): OrganizationHistory {
  const of = (aspect: string): readonly FactRow[] => facts.filter((fact) => fact.aspect === aspect);
  return {
    names: overDays(of('name')).map(({ value, ...days }) => ({ ...days, value: value ?? '' })),
    parents: overDays(of('parent')),
    extensions: of('extension').map(({ effectiveOn, until, reason, basis }) => ({
      from: effectiveOn,
      until: until ?? effectiveOn,
      reason: reason ?? '',
      basis,
    })),
    committee: of('committee').at(-1)?.seats ?? [],
    unitIds: of('units').at(-1)?.unitIds ?? [],
    jointBranchIds,
  };
}

function overDays(facts: readonly FactRow[]): readonly OverDays<string | null>[] {
  const dated: readonly DatedFact<FactRow>[] = facts.map((fact) => ({ ...fact, value: fact }));
  return inForce(dated).map(({ from, to, value: { text, basis } }) => ({
    value: text,
    from: from === ALWAYS ? null : from,
    to: to === NEVER ? null : to,
    basis,
  }));
}

/** The living joint branches that cover each of these units, by code. */
async function jointBranches(
  model: ReadModel,
  ids: readonly string[],
  moment: Moment,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await model.figures.query<{ unit: string; branches: string[] }>(
    `SELECT asked.id AS unit, array_agg(DISTINCT u.organization_id ORDER BY u.organization_id) AS branches
     FROM unnest($3::text[]) AS asked (id)
     JOIN organization_fact u ON u.aspect = 'units' AND u.value @> to_jsonb(ARRAY[asked.id]) AND u.effective_on <= $1::date AND ${known('u')}
     JOIN place p ON p.organization_id = u.organization_id AND p.depth = 0 AND ${holds('p')}
     JOIN LATERAL (${lastFact('form')}) form ON form.value ->> 'form' = 'joint'
     JOIN LATERAL (${lastFact('units')}) units ON units.revision = u.revision
     GROUP BY asked.id`,
    [...clocks(moment), ids],
  );
  return new Map(found.rows.map(({ unit, branches }) => [unit, branches]));
}

/** What was said last of an aspect of `u`'s organization for the day. */
function lastFact(aspect: string): string {
  return `SELECT f.value, f.revision FROM organization_fact f WHERE f.organization_id = u.organization_id AND f.aspect = '${aspect}'
       AND f.effective_on <= $1::date AND ${known('f')} ORDER BY f.effective_on DESC, f.revision DESC LIMIT 1`;
}
