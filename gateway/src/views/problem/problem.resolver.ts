import {
  escalationLadder,
  type EscalationLevel,
  escalationLevels,
  eventWords,
  type Language,
  problemSourceWords,
  problemContract,
} from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { Args, Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type {
  Answering,
  BranchProblemsArgs,
  ProblemFilter as FilterInput,
  ProblemSource,
  QueryProblemArgs,
  QueryProblemsArgs,
  Step,
} from '../../generated/schema.ts';
import { type GatewayContext, organizationAsked } from '../../request/context.ts';
import { type Connection, connectionOf, type PageArguments, pageOf } from '../../request/page.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import type { RecordedFactRow } from '../causation/causation.lookup.ts';
import type { Moment } from '../moment.ts';
import type { ProblemRow, StepRow } from './problem.lookup.ts';
import { type ProblemFilter, problemOfKey, problemsUnder } from './problem-list.lookup.ts';

/** A problem, and the moment at which everything below it is answered. */
export interface ProblemNode extends ProblemRow {
  readonly moment: Moment;
  readonly aspect: string;
  readonly item: string;
  readonly note: string | null;
  readonly pointsLost: string | null;
  readonly identifiedOn: string;
  readonly overdue: boolean;
}

type Problems = Connection<{ readonly node: ProblemNode }>;

@Resolver('Problem')
export class ProblemResolver {
  @Query('problem')
  async problem(
    @Args() { id, asOf, knownAt }: QueryProblemArgs,
    @Context() context: GatewayContext,
  ): Promise<ProblemNode | null> {
    return problemAt(context, await context.moment({ asOf, knownAt }), id);
  }

  @Query('problems')
  async problems(@Args() args: QueryProblemsArgs, @Context() context: GatewayContext): Promise<Problems> {
    const moment = await context.moment(args);
    await organizationAsked(context, moment, { id: args.under, field: 'under' });
    return problemPage(context, { under: args.under, moment }, args);
  }

  @ResolveField('branch')
  branch(@Parent() { branchId, moment }: ProblemNode): BranchNode {
    return { branchId, moment };
  }

  @ResolveField('source')
  source(@Parent() { found: { source } }: ProblemNode, @Context() { language }: GatewayContext): ProblemSource {
    return { ...source, label: problemSourceWords[source.kind][language] };
  }

  @ResolveField('statusLabel')
  statusLabel(@Parent() { status }: ProblemNode, @Context() { language }: GatewayContext): string {
    return problemContract.statuses[status][language];
  }

  @ResolveField('answering')
  answering(@Parent() { answering }: ProblemNode, @Context() { language }: GatewayContext): readonly Answering[] {
    return answering.map((row) => ({
      ...row,
      label: isLevel(row.level) ? escalationLadder[row.level].words[language] : row.level,
    }));
  }

  @ResolveField('recurrenceOf')
  recurrenceOf(
    @Parent() { found, moment }: ProblemNode,
    @Context() context: GatewayContext,
  ): Promise<ProblemNode | null> | null {
    return found.recurrenceOf === undefined ? null : problemAt(context, moment, found.recurrenceOf);
  }

  @ResolveField('causedBy')
  async causedBy(
    @Parent() { steps, moment }: ProblemNode,
    @Context() context: GatewayContext,
  ): Promise<RecordedFactRow | null> {
    return (await context.at(moment).causeOf.load(steps[0]?.eventId ?? '')) ?? null;
  }

  @ResolveField('steps')
  steps(@Parent() { steps }: ProblemNode, @Context() { language }: GatewayContext): readonly Step[] {
    return stepsOf(steps, language);
  }
}

/** The problems of a branch, beside what the branch's own view answers. */
@Resolver('Branch')
export class BranchProblemsResolver {
  @ResolveField('problems')
  problems(
    @Parent() { branchId, moment }: BranchNode,
    @Args() args: BranchProblemsArgs,
    @Context() context: GatewayContext,
  ): Promise<Problems> {
    return problemPage(context, { under: branchId, moment }, args);
  }
}

const isLevel = (level: string): level is EscalationLevel => escalationLevels.some((known) => known === level);

async function problemAt(context: GatewayContext, moment: Moment, id: string): Promise<ProblemNode | null> {
  const row = await context.at(moment).problem.load(id);
  if (!row) return null;
  const { aspect, item, note, pointsLost, effectiveOn } = row.found;
  return {
    ...row,
    moment,
    aspect,
    item,
    note: note ?? null,
    pointsLost: pointsLost ?? null,
    identifiedOn: effectiveOn,
    overdue: row.daysOverdue > 0,
  };
}

async function problemPage(
  context: GatewayContext,
  { under, moment }: { readonly under: string; readonly moment: Moment },
  args: PageArguments & { readonly filter?: FilterInput | null | undefined },
): Promise<Problems> {
  const page = pageOf(args, 20);
  const listing = await problemsUnder(context.model, { under, filter: filterOf(args.filter ?? {}) }, { moment, page });
  const nodes = await Promise.all(listing.ids.map((key) => problemAt(context, moment, problemOfKey(key))));
  return connectionOf(listing, page, (key, index) => {
    const node = nodes[index];
    if (!node) throw new Error(`problem ${key} fell out of its page`);
    return { node };
  });
}

function filterOf({ status, open, overdue, source }: FilterInput): ProblemFilter {
  if (typeof status === 'string' && !Object.hasOwn(problemContract.statuses, status)) {
    throw new Refusal('INPUT_INVALID', {
      errors: [
        { field: 'filter.status', problem: `must be one of ${Object.keys(problemContract.statuses).join(', ')}` },
      ],
    });
  }
  return {
    status: status ?? undefined,
    open: open ?? undefined,
    overdue: overdue ?? undefined,
    source: source ?? undefined,
  };
}

/** Steps as people read them. */
export function stepsOf(steps: readonly StepRow[], language: Language): readonly Step[] {
  return steps.map(({ eventId, type, revision, effectiveOn, recordedAt, actor, said }) => ({
    eventId,
    type,
    revision,
    effectiveOn,
    recordedAt: recordedAt.toISOString(),
    actor: actor.personId,
    says: eventWords[type]?.[language] ?? type,
    reason: typeof said['reason'] === 'string' ? said['reason'] : null,
    evidence: Array.isArray(said['evidence']) ? said['evidence'].map(String) : [],
  }));
}
