import { type Actor, type Day, NEVER } from '@zhibu/kernel';
import type { ReadModel } from '../read-model.ts';
import type { SeenId, Subtree } from '../scope/seen.ts';
import { ownShare } from '../scope/stay.lookup.ts';
import { clocks, holds, inOrderOf, listing, type Listing, type Moment, type Page } from '../views/moment.ts';
import type { ProcessTables } from './steps.projection.ts';

/** One event of a process, as it was recorded. */
export interface StepRow {
  readonly eventId: string;
  readonly type: string;
  /** The status that it leads to; null: the one before goes on. */
  readonly status: string | null;
  readonly revision: number;
  readonly effectiveOn: Day;
  readonly recordedAt: Date;
  readonly actor: Actor;
  readonly said: Readonly<Record<string, unknown>>;
}

/** An instance of a process as it stands at a moment. */
export interface Standing<Status extends string> {
  readonly key: string;
  readonly organizationId: string;
  readonly status: Status;
  /** The day on which the status began. */
  readonly since: Day;
  readonly steps: readonly StepRow[];
}

type FlatStep<Status extends string> = StepRow &
  Pick<Standing<Status>, 'key' | 'organizationId'> & { readonly status: Status | null };

const STEPS_BY = (column: string, { steps }: ProcessTables): string =>
  `SELECT key, organization_id AS "organizationId", event_id AS "eventId", type, status, revision,
     effective_on AS "effectiveOn", recorded_at AS "recordedAt", actor, said
   FROM ${steps} WHERE ${column} = ANY($3) AND effective_on <= $1::date AND recorded_at <= $2::timestamptz ORDER BY key, revision`;

/** The instances as they stand at the moment, in the order of the keys; undefined where none had begun. One statement. */
export async function standingsByKey<Status extends string>(
  { model, tables }: { readonly model: ReadModel; readonly tables: ProcessTables },
  keys: readonly string[],
  moment: Moment,
): Promise<readonly (Standing<Status> | undefined)[]> {
  const { rows } = await model.sql.query<FlatStep<Status>>(STEPS_BY('key', tables), [...clocks(moment), keys]);
  return inOrderOf(
    keys,
    standingsIn(rows).map((standing) => [standing.key, standing] as const),
  );
}

/** The instances of branches as they stand at the moment, each branch's by key, in the order of the ids. One statement. */
export async function standingsOf<Status extends string>(
  { model, tables }: { readonly model: ReadModel; readonly tables: ProcessTables },
  branchIds: readonly SeenId[],
  moment: Moment,
): Promise<readonly (readonly Standing<Status>[])[]> {
  const { rows } = await model.sql.query<FlatStep<Status>>(STEPS_BY('organization_id', tables), [
    ...clocks(moment),
    branchIds,
  ]);
  const byBranch = Map.groupBy(standingsIn(rows), ({ organizationId }) => organizationId);
  return branchIds.map((id) => byBranch.get(id) ?? []);
}

/** A step as the read model keeps it, and of which instance under which organization. */
export type KeptStep = StepRow & Pick<Standing<string>, 'key' | 'organizationId'>;

/** All steps of an instance as they are kept and known at an instant, of whatever days, in their order. One statement. */
export async function keptSteps(
  { model, tables }: { readonly model: ReadModel; readonly tables: ProcessTables },
  key: string,
  knownAt: string | undefined,
): Promise<readonly KeptStep[]> {
  const ever = clocks({ asOf: NEVER, knownAt });
  return (await model.sql.query<KeptStep>(STEPS_BY('key', tables), [...ever, [key]])).rows;
}

function standingsIn<Status extends string>(rows: readonly FlatStep<Status>[]): readonly Standing<Status>[] {
  return [...Map.groupBy(rows, ({ key }) => key).values()].flatMap((steps) => {
    const changes = steps.filter(({ status: led }) => led !== null);
    const status = changes.at(-1)?.status ?? null;
    const begun = changes[changes.findLastIndex((step) => step.status !== status) + 1];
    if (!begun || status === null) return [];
    const { key, organizationId, effectiveOn: since } = begun;
    return [{ key, organizationId, status, since, steps }];
  });
}

/** Conditions on where an instance stands: on `key`, `organization_id`, `status`, `due_on`; `$1` is the day. */
export type Conditions = (bound: (value: string) => string) => readonly string[];

// A space sorts before every character of a code: so instances come by code, then by key; before both by what they are listed by.
const placeInList = (listedBy: string | undefined): string =>
  `(${listedBy === undefined ? '' : `${listedBy} || '/' || `}organization_id || ' ' || key) COLLATE "C"`;

/** The key of an entry of {@link standingsUnder}. */
export const keyInList = (entry: string): string => entry.slice(entry.indexOf(' ') + 1);

/** What is listed of a process: of branches or of organizations of every kind, and by what before their codes. */
interface Listed {
  readonly under: Subtree;
  readonly where: Conditions;
  readonly ofEveryKind: boolean;
  readonly listedBy: string | undefined;
}

/**
 * The instances of the living branches, or organizations, under an organization that meet the conditions, as far as whoever
 * asks may see them, as entries in their order; with their total. One statement.
 */
export async function standingsUnder(
  { model, tables }: { readonly model: ReadModel; readonly tables: ProcessTables },
  asked: Listed,
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Listing<string>> {
  const values: (string | number | readonly string[])[] = [...clocks(at.moment), asked.under.id];
  const bound = (value: string | number | readonly string[]): string => `$${values.push(value)}`;
  const place = placeInList(asked.listedBy);
  const from = `FROM (
      SELECT s.key, s.organization_id,
        (array_agg(s.status ORDER BY s.revision DESC) FILTER (WHERE s.status IS NOT NULL))[1] AS status,
        (array_agg((s.said ->> 'dueOn')::date ORDER BY s.revision DESC))[1] AS due_on
      FROM ${tables.steps} s WHERE s.effective_on <= $1::date AND s.recorded_at <= $2::timestamptz
        AND EXISTS (SELECT FROM place p WHERE p.organization_id = s.organization_id AND p.ancestor_id = $3${asked.ofEveryKind ? '' : ` AND p.kind = 'branch'`} AND ${holds('p')})
        ${ownShare('s.organization_id', asked.under, bound)}
      GROUP BY s.key, s.organization_id HAVING count(s.status) > 0) standing WHERE ${['true', ...asked.where(bound)].join(' AND ')}`;
  // The place of each is worked out once, for the page and for the total.
  const { rows } = await model.sql.query<{ total: number; entries: readonly string[] }>(
    `WITH listed AS MATERIALIZED (SELECT ${place} AS entry ${from})
     SELECT (SELECT count(*)::int FROM listed) AS total,
       ARRAY(SELECT entry FROM listed WHERE entry > ${bound(at.page.after ?? '')} ORDER BY entry LIMIT ${bound(at.page.first + 1)}) AS entries`,
    values,
  );
  return listing(rows[0]?.entries ?? [], at.page.first, rows[0]?.total ?? 0);
}
