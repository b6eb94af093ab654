import { type Actor, type Day, NEVER } from '@zhibu/kernel';
import type { ReadModel } from '../read-model.ts';
import type { SeenId } from '../scope/seen.ts';
import { clocks, inOrderOf, type Moment } from '../views/moment.ts';
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
