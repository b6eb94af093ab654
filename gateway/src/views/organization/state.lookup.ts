import type { Day } from '@zhibu/kernel';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId, Subtree } from '../../scope/seen.ts';
import { ownShare } from '../../scope/stay.lookup.ts';
import { clocks, factOf, holds, inOrderOf, known, listing, type Listing, type Moment, type Page } from '../moment.ts';

/** What was reported of an organization, as it holds on the day; null where nothing was. */
export interface OrganizationState {
  readonly fullMembers: number | null;
  readonly probationaryMembers: number | null;
  readonly committeeElectedOn: Day | null;
  readonly termYears: number | null;
  /** When the term that runs ends, by the extension that holds on the day. */
  readonly termEndsOn: Day | null;
  /** On which day the result of that election was confirmed; null: it was not, by what is known. */
  readonly resultConfirmedOn: Day | null;
  /** As stated at the election, or the length of the list of posts. */
  readonly committeeSize: number | null;
  readonly cells: number | null;
  /** A person's reference. */
  readonly secretary: string | null;
  readonly secretaryVacantSince: Day | null;
  readonly feature: string | null;
  readonly brand: string | null;
  readonly highlight: string | null;
  /** Of the organization's stream, as far as the read model has seen it. */
  readonly revision: number;
}

/** The fact of an aspect that holds at the moment, with the day it holds from. */
const datedFactOf = (aspect: string): string => `LEFT JOIN LATERAL (
  SELECT f.value, f.effective_on FROM organization_fact f WHERE f.organization_id = o.id AND f.aspect = '${aspect}'
    AND f.effective_on <= $1::date AND ${known('f')}
  ORDER BY f.effective_on DESC, f.revision DESC LIMIT 1) ${aspect} ON true`;

/** What belongs to the term that the last election opened: its end, the extension that holds, the result's confirmation. */
const ofTheTerm = `LEFT JOIN LATERAL (
    SELECT (election.effective_on + make_interval(years => (election.value ->> 'termYears')::int))::date AS ends) term ON true
  LEFT JOIN LATERAL (
    SELECT (f.value ->> 'until')::date AS until FROM organization_fact f WHERE f.organization_id = o.id AND f.aspect = 'extension'
      AND f.effective_on BETWEEN election.effective_on AND $1::date AND ${known('f')}
    ORDER BY f.effective_on DESC, f.revision DESC LIMIT 1) extension ON true
  LEFT JOIN LATERAL (
    SELECT (f.value ->> 'confirmedOn')::date AS on_day FROM organization_fact f WHERE f.organization_id = o.id
      AND f.aspect = 'confirmation' AND f.effective_on = election.effective_on AND (f.value ->> 'confirmedOn')::date <= $1::date
      AND ${known('f')} ORDER BY f.revision DESC LIMIT 1) confirmation ON true`;

/** The state of organizations, in the order of the ids; undefined where none is known at the moment. One statement. */
export async function organizationStates(
  model: ReadModel,
  ids: readonly SeenId[],
  moment: Moment,
): Promise<readonly (OrganizationState | undefined)[]> {
  const found = await model.sql.query<OrganizationState & { id: string }>(
    `SELECT o.id, (membership.value ->> 'full')::int AS "fullMembers", (membership.value ->> 'probationary')::int AS "probationaryMembers",
       election.effective_on AS "committeeElectedOn", (election.value ->> 'termYears')::int AS "termYears",
       greatest(term.ends, extension.until) AS "termEndsOn", confirmation.on_day AS "resultConfirmedOn",
       CASE WHEN committee.effective_on >= election.effective_on OR election.effective_on IS NULL THEN jsonb_array_length(committee.value)
         ELSE (election.value ->> 'committeeSize')::int END AS "committeeSize", cells.value::int AS cells,
       secretary.value #>> '{}' AS secretary, CASE WHEN secretary.value = 'null' THEN secretary.effective_on END AS "secretaryVacantSince",
       profile.value ->> 'feature' AS feature, profile.value ->> 'brand' AS brand, profile.value ->> 'highlight' AS highlight,
       (SELECT max(f.revision) FROM organization_fact f WHERE f.organization_id = o.id AND f.recorded_at <= $2::timestamptz) AS revision
     FROM organization o ${factOf('o.id', 'membership')} ${datedFactOf('election')} ${datedFactOf('secretary')} ${factOf('o.id', 'profile')}
     ${datedFactOf('committee')} ${factOf('o.id', 'cells')} ${ofTheTerm}
     WHERE o.id = ANY($3) AND o.known_from <= $2::timestamptz AND o.known_to > $2::timestamptz`,
    [...clocks(moment), ids],
  );
  return inOrderOf(
    ids,
    found.rows.map(({ id, ...state }) => [id, state] as const),
  );
}

export const stateLoader = loaderOf(organizationStates);

/** Every living organization under one on the day, itself included, by code, as far as whoever asks may see it. One statement. */
export async function organizationsUnder(
  model: ReadModel,
  under: Subtree,
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing> {
  const { first, after } = at.page;
  const values: unknown[] = [...clocks(at.moment), under.id, after ?? '', first + 1];
  const living = `FROM place p WHERE p.ancestor_id = $3 AND ${holds('p')}
    ${ownShare('p.organization_id', under, (value) => `$${values.push(value)}`)}`;
  const found = await model.sql.query<{ total: string; ids: SeenId[] }>(
    `SELECT (SELECT count(*) ${living}) AS total,
       ARRAY(SELECT p.organization_id ${living} AND p.organization_id > $4 ORDER BY p.organization_id LIMIT $5) AS ids`,
    values,
  );
  return listing(found.rows[0]?.ids ?? [], first, Number(found.rows[0]?.total ?? 0));
}
