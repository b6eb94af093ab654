import type { GatewayContext } from '../request/context.ts';
import { EVER } from '../request/subject-asked.ts';
import { type Connection, connectionOf, type PageArguments, pageOf } from '../request/page.ts';
import type { SeenId } from '../scope/seen.ts';
import type { Field } from '../schema/resolvers.ts';
import type { BranchNode } from '../views/branch/branch.resolver.ts';
import { causeLoader, type RecordedFactRow } from '../views/causation/causation.lookup.ts';
import { isFactTold } from '../views/causation/causation.resolver.ts';
import type { Moment } from '../views/moment.ts';
import type { Process } from './process-view.ts';
import { keyInList, type Listed } from './list.lookup.ts';
import type { Standing } from './standing.lookup.ts';
import { type StepShown, stepsShown } from './step-shown.ts';

/** An instance of a process, and the moment at which everything below it is answered. */
export interface ProcessNode<Status extends string> extends Standing<Status> {
  readonly organizationId: SeenId;
  readonly moment: Moment;
}

/**
 * What GraphQL shows of every process: `branch`, `statusLabel`, `causedBy`, `steps`; `status` and `since` are its own.
 * @param answering the types of the steps that reactions take in a process that persons begin; absent: reactions begin it
 */
export function fieldsOfProcess<Status extends string>(
  { words }: Process<Status>,
  answering?: readonly string[],
): Readonly<Record<'branch' | 'statusLabel' | 'causedBy' | 'steps', Field>> {
  type Node = ProcessNode<Status>;
  return {
    branch: ({ organizationId, moment }: Node): BranchNode => ({ branchId: organizationId, moment }),
    statusLabel: ({ status }: Node, _args: unknown, { language }: GatewayContext): string => words[status][language],
    causedBy: async (
      { steps, moment }: Node,
      _args: unknown,
      context: GatewayContext,
    ): Promise<RecordedFactRow | null> => {
      // What came back began again, or ended again: the last one counts.
      const types = answering ?? [steps[0]?.type];
      const step = steps.findLast(({ type }) => types.includes(type));
      const cause = step && (await causeLoader(context.at(moment)).load(step.eventId));
      return cause && (await isFactTold(context, cause)) ? cause : null;
    },
    steps: ({ steps }: Node, _args: unknown, { language }: GatewayContext): readonly StepShown[] =>
      stepsShown(steps, { words, language }),
  };
}

/** An instance at a moment; null where it had not begun, or whoever asks may not see whose it is. */
export async function instanceAt<Status extends string>(
  { byKey }: Process<Status>,
  { context, moment }: { readonly context: GatewayContext; readonly moment: Moment },
  key: string,
): Promise<ProcessNode<Status> | null> {
  const standing = await byKey(context.at(moment)).load(key);
  return standing ? seenInstance(standing, { context, moment }) : null;
}

/** Whether an instance is there, whenever it begins, for somebody who may know: who sees its organization today. */
export async function isThere<Status extends string>(
  process: Process<Status>,
  context: GatewayContext,
  key: string,
): Promise<boolean> {
  const ever = await instanceAt(process, { context, moment: EVER }, key);
  return ever !== null && (await context.access.seeToday(ever.organizationId)) !== undefined;
}

async function seenInstance<Status extends string>(
  standing: Standing<Status>,
  { context, moment }: { readonly context: GatewayContext; readonly moment: Moment },
): Promise<ProcessNode<Status> | null> {
  const [organizationId] = await context.access.see([standing.organizationId], moment);
  return organizationId === undefined ? null : { ...standing, organizationId, moment };
}

/** A page of the instances of the living branches, or organizations, under an organization that meet the conditions, in their order. */
export async function instancesUnder<Status extends string>(
  process: Process<Status>,
  { context, moment }: { readonly context: GatewayContext; readonly moment: Moment },
  { args, ...asked }: Listed & { readonly args: PageArguments },
): Promise<Connection<{ readonly node: ProcessNode<Status> }>> {
  const page = pageOf(args, 20);
  const listing = await process.under(context.model, asked, { moment, page });
  const nodes = await Promise.all(
    listing.ids.map((entry) => instanceAt(process, { context, moment }, keyInList(entry))),
  );
  return connectionOf(listing, page, (entry, index) => {
    const node = nodes[index];
    if (!node) throw new Error(`${entry} fell out of its page`);
    return { node };
  });
}
