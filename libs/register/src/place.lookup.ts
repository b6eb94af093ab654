import type { OrganizationKind } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { historyOf, type RegisterFact } from './history.rules.ts';
import { type Place, Register } from './place.rules.ts';
import { superiorsOf } from './superior.rules.ts';

// The statements gather facts; what follows from them is for the rules. OFFSET 0: each is looked up by its key.
const FACTS = `CROSS JOIN LATERAL (
  SELECT organization_id AS "organizationId", revision, said, effective_on AS "effectiveOn", kind, sector, parent_id AS "parentId", form
  FROM register_fact WHERE organization_id = named.id OFFSET 0) f`;

/** UNION, not UNION ALL: each organization once, and a circle ends. */
const aboveThose = (ids: string): string => `WITH RECURSIVE named (id) AS (
    SELECT ${ids} COLLATE "C"
    UNION SELECT f.parent_id FROM named CROSS JOIN LATERAL (
      SELECT parent_id FROM register_fact WHERE organization_id = named.id AND parent_id IS NOT NULL OFFSET 0) f)
  SELECT f.* FROM named ${FACTS}`;

/** Where organizations stand on a day, as far as their facts have arrived; who is not registered is left out. */
export async function placesOf(sql: Sql, ids: readonly string[], day: Day): Promise<ReadonlyMap<string, Place>> {
  const register = await registerAbove(sql, ids);
  return new Map(
    ids.flatMap((id) => {
      const place = register.placeOf(id, day);
      return place ? [[id, place] as const] : [];
    }),
  );
}

export interface PlaceAsked {
  readonly id: string;
  readonly day: Day;
}

/** Where each of these stands on its day, in their order, by one statement; null as {@link placeOf} answers it. */
export async function placesAsked(sql: Sql, asked: readonly PlaceAsked[]): Promise<readonly (Place | null)[]> {
  const [only] = asked;
  if (only && asked.length === 1) return [await placeOf(sql, only.id, only.day)];
  const register = await registerAbove(sql, [...new Set(asked.map(({ id }) => id))]);
  return asked.map(({ id, day }) => register.placeOf(id, day) ?? null);
}

const registerAbove = async (sql: Sql, ids: readonly string[]): Promise<Register> =>
  new Register(await factsAbove(sql, ids));

async function factsAbove(sql: Sql, ids: readonly string[]): Promise<readonly RegisterFact[]> {
  const { rows } = await sql.query<RegisterFact>({
    name: 'register-above-many',
    text: aboveThose('unnest($1::text[])'),
    values: [ids],
  });
  return rows;
}

/** Where an organization stands on a day; null while it is not registered, or its registration is cancelled. */
export async function placeOf(sql: Sql, id: string, day: Day): Promise<Place | null> {
  // Of one id a plan is made once; of how many an array holds, the server would make one for each question.
  const { rows } = await sql.query<RegisterFact>({
    name: 'register-above',
    text: aboveThose('$1::text'),
    values: [id],
  });
  return new Register(rows).placeOf(id, day) ?? null;
}

/** 上级 of an organization on a day, see {@link superiorsOf}; empty where it is not registered. */
export async function superiorsOn(sql: Sql, id: string, day: Day): Promise<readonly string[]> {
  const place = await placeOf(sql, id, day);
  return place ? superiorsOf(place) : [];
}

/** The kind of an organization; null while it is not registered, or its registration is cancelled. */
export async function kindOf(sql: Sql, id: string): Promise<OrganizationKind | null> {
  return historyOf(await ownFacts(sql, id))?.kind ?? null;
}

/** The first day of an organization's life; null while it is not registered, or its registration is cancelled. */
export async function openedOnOf(sql: Sql, id: string): Promise<Day | null> {
  return historyOf(await ownFacts(sql, id))?.life[0]?.from ?? null;
}

/** {@link openedOnOf} many, by one statement; who is not registered is left out. */
export async function openedOnsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, Day>> {
  const { rows } = await sql.query<RegisterFact>({
    name: 'register-own-many',
    text: `SELECT f.* FROM (SELECT DISTINCT unnest($1::text[]) COLLATE "C" AS id) named ${FACTS}`,
    values: [ids],
  });
  const byId = Map.groupBy(rows, ({ organizationId }) => organizationId);
  return new Map(
    [...byId].flatMap(([id, facts]) => {
      const [life] = historyOf(facts)?.life ?? [];
      return life ? [[id, life.from] as const] : [];
    }),
  );
}

async function ownFacts(sql: Sql, id: string): Promise<readonly RegisterFact[]> {
  const { rows } = await sql.query<RegisterFact>({
    name: 'register-own',
    text: `SELECT f.* FROM (SELECT $1::text COLLATE "C" AS id) named ${FACTS}`,
    values: [id],
  });
  return rows;
}

/** See {@link Register.placesUnder}. */
export async function placesUnder(sql: Sql, ancestorId: string, day: Day): Promise<readonly Place[]> {
  const { rows } = await sql.query<RegisterFact>({
    name: 'register-below',
    text: `WITH RECURSIVE named (id) AS (
      SELECT $1::text COLLATE "C"
      UNION SELECT f.organization_id FROM named CROSS JOIN LATERAL (
        SELECT organization_id FROM register_fact WHERE parent_id = named.id OFFSET 0) f)
      SELECT f.* FROM named ${FACTS}`,
    values: [ancestorId],
  });
  return new Register(rows).placesUnder(ancestorId, day);
}

/** See {@link Register.childrenFrom}. */
export async function childrenFrom(sql: Sql, parentId: string, day: Day): Promise<readonly string[]> {
  const { rows } = await sql.query<RegisterFact>({
    name: 'register-children',
    text: `SELECT f.* FROM (SELECT DISTINCT organization_id AS id FROM register_fact WHERE parent_id = $1) named ${FACTS}`,
    values: [parentId],
  });
  return new Register(rows).childrenFrom(parentId, day);
}

/** The place in the organization service's log of the latest registration that has arrived; "0" before any. */
export async function registrationsReadTo(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ position: string }>(
    `SELECT coalesce(max(position), 0) AS position FROM register_fact WHERE said = 'opened'`,
  );
  return rows[0]?.position ?? '0';
}

/**
 * Whether organizations stood under, or are, one of these roots, each on a day; in their order, by one statement. Asked for
 * who may know of cancelled registrations: one of them counts where it stood.
 */
export async function stoodUnder(
  sql: Sql,
  asked: readonly PlaceAsked[],
  roots: ReadonlySet<string>,
): Promise<readonly boolean[]> {
  const facts = await factsAbove(sql, [...new Set(asked.map(({ id }) => id))]);
  const register = new Register(facts.filter(({ said }) => said !== 'cancelled'));
  return asked.map(({ id, day }) => {
    const place = register.placeOf(id, day);
    return place !== undefined && (roots.has(id) || place.ancestors.some((ancestor) => roots.has(ancestor.id)));
  });
}
