import { eventWords, type Language } from '@zhibu/contracts';
import type { Step } from '../generated/schema.ts';
import type { GatewayContext } from '../request/context.ts';
import { type Connection, connectionOf, type PageArguments, pageOf } from '../request/page.ts';
import type { Fields } from '../schema/resolvers.ts';
import type { BranchNode } from '../views/branch/branch.resolver.ts';
import { causeLoader, type RecordedFactRow } from '../views/causation/causation.lookup.ts';
import type { Moment } from '../views/moment.ts';
import type { Process } from './process-view.ts';
import { type Conditions, keyInList, type Standing, type StepRow } from './standing.lookup.ts';

/** An instance of a process, and the moment at which everything below it is answered. */
export interface ProcessNode<Status extends string> extends Standing<Status> {
  readonly moment: Moment;
}

/** What GraphQL shows of every process: `branch`, `statusLabel`, `causedBy`, `steps`; `status` and `since` are its own. */
export function fieldsOfProcess<Status extends string>({ words }: Process<Status>): Fields {
  type Node = ProcessNode<Status>;
  return {
    branch: ({ organizationId, moment }: Node): BranchNode => ({ branchId: organizationId, moment }),
    statusLabel: ({ status }: Node, _args: unknown, { language }: GatewayContext): string => words[status][language],
    causedBy: async (
      { steps, moment }: Node,
      _args: unknown,
      context: GatewayContext,
    ): Promise<RecordedFactRow | null> => {
      // What came back began again.
      const begun = steps.findLast(({ type }) => type === steps[0]?.type);
      return (await causeLoader(context.at(moment)).load(begun?.eventId ?? '')) ?? null;
    },
    steps: ({ steps }: Node, _args: unknown, { language }: GatewayContext): readonly Step[] => stepsOf(steps, language),
  };
}

/** An instance at a moment; null where it had not begun. */
export async function instanceAt<Status extends string>(
  { byKey }: Process<Status>,
  { context, moment }: { readonly context: GatewayContext; readonly moment: Moment },
  key: string,
): Promise<ProcessNode<Status> | null> {
  const standing = await byKey(context.at(moment)).load(key);
  return standing ? { ...standing, moment } : null;
}

/** A page of the instances of the living branches, or organizations, under an organization that meet the conditions, in their order. */
export async function instancesUnder<Status extends string>(
  process: Process<Status>,
  { context, moment }: { readonly context: GatewayContext; readonly moment: Moment },
  { args, ...asked }: { readonly under: string; readonly where: Conditions; readonly args: PageArguments },
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

/** Steps as people read them. */
function stepsOf(steps: readonly StepRow[], language: Language): readonly Step[] {
  return steps.map(({ eventId, type, revision, effectiveOn, recordedAt, actor, said }) => ({
    eventId,
    type,
    revision,
    effectiveOn,
    recordedAt: recordedAt.toISOString(),
    actor: actor.personId,
    actedFor: actor.organizationId ?? null,
    says: eventWords[type]?.[language] ?? type,
    reason: typeof said['reason'] === 'string' ? said['reason'] : null,
    evidence: Array.isArray(said['evidence']) ? said['evidence'].map(String) : [],
  }));
}
