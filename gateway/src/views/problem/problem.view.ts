import { problemContract, problemSourceWords, type ProblemStatus, wordsOfAspect } from '@zhibu/contracts';
import type {
  Answering as AnsweringLevel,
  BranchProblemsArgs,
  ProblemFilter,
  ProblemSource,
  QueryProblemArgs,
  QueryProblemsArgs,
} from '../../generated/schema.ts';
import {
  fieldsOfProcess,
  instanceAt,
  instancesUnder,
  isThere,
  type ProcessNode,
} from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { ReadModel } from '../../read-model.ts';
import type { GatewayContext } from '../../request/context.ts';
import { known, subtreeAsked } from '../../request/subject-asked.ts';
import { loaderOf } from '../../request/loaders.ts';
import type { SeenId, Subtree } from '../../scope/seen.ts';
import type { Connection, PageArguments } from '../../request/page.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import type { DashboardNode } from '../dashboard/dashboard.resolver.ts';
import type { Moment } from '../moment.ts';
import { organizationAt } from '../organization/organization.resolver.ts';
import { partFields, type Parts } from './problem-parts.rules.ts';
import { problemCounted, type ProblemCounting } from './problem-counting.rules.ts';
import { passing, PROBLEM_TOLD } from './problem-filter.rules.ts';
import { dismissalIn, levelLabel, type ProblemDetails, problemIn } from './problem.rules.ts';

/** 问题清单、整改清单. */
export const problem = processView(problemContract, {
  key: ['problemId'],
  under: 'organizationId',
  ofEveryKind: true,
  // Of those being rectified the due date; the others come after them.
  listedBy: "CASE WHEN status = 'rectifying' THEN coalesce(due_on::text, '9999-12-31') ELSE '9999-12-31' END",
  told: PROBLEM_TOLD,
  counts: problemCounted,
});

export const sdl = `
extend type Query {
  "null: no such problem was identified by then."
  problem(id: ID!, asOf: Date, knownAt: DateTime): Problem
  "The problems of the living organizations under one, itself included, by due date, then by code."
  problems(under: ID!, filter: ProblemFilter, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): ProblemConnection!
}

extend type Branch {
  problems(filter: ProblemFilter, first: Int = 20, after: String): ProblemConnection!
  openProblems: Int!
}

extend type Dashboard {
  problems: ProblemCounts!
}

"open: neither closed nor dismissed. overdue: being rectified past its due date on asOf. dueBefore: being rectified, and due before the day. responsible: who answers for the latest rectification. level: the highest one told since the due date was last set; branch-secretary, party-group or work-committee. status: one of identified, rectifying, reported, verified, closed, dismissed"
input ProblemFilter { status: String  open: Boolean  overdue: Boolean  source: String  responsible: ID  dueBefore: Date  aspect: String  level: String }

"问题: from the finding to its verified closure, as it stands on asOf, as known at knownAt."
type Problem {
  id: ID!
  organization: Organization!
  "null: the problem is another organization's than a branch's"
  branch: Branch
  aspect: String!  aspectLabel: String!
  "null: it is about no single item" item: String
  "the item as its edition words it, or the problem's title"
  itemText: String
  "the year that it was found to be a problem of"
  period: String
  note: String
  "capped at the item's points and unweighted; of problems found in a grading"
  pointsLost: String
  "several small losses of an aspect that are one problem"
  losses: [SmallLoss!]!
  source: ProblemSource!
  status: String!
  statusLabel: String!
  identifiedOn: Date!
  "how often it was found once more while it was open"
  foundAgain: Int!
  "until when a rectification is to be opened; null: it does not wait for one"
  openBy: Date
  "the latest rectification; null while none was opened"
  rectification: Rectification
  "what was reported last, since it was identified or reopened" progress: String
  "what the completion says that was reported last, since it was identified or reopened; null: none was" completion: String
  "until when the completion that was reported is to be verified; null: none waits"
  verifyBy: Date
  "being rectified past its due date; a completion that waits to be verified is not"
  overdue: Boolean!  daysOverdue: Int!
  "who was told that it is overdue, since its due date was last set"
  answering: [Answering!]!
  "the problem of the same organization, aspect and item closed within 365 days before"
  recurrenceOf: Problem
  "of a common problem: how many branches have it; those that waited are duplicates of it"
  commonTo: Int
  "was closed and reopened by then"
  reopened: Boolean!
  "why it is dismissed; null: it is not"
  dismissedBecause: Worded
  "the event that a reaction answered by naming it; null: a person named it"
  causedBy: RecordedFact
  steps: [Step!]!
}

"A code and what it is called."
type Worded { code: String!  label: String! }
type SmallLoss { item: String!  says: String!  pointsLost: String! }
type ProblemSource { kind: String!  label: String!  reference: String! }
type Rectification { item: String  post: String!  responsibleId: ID!  measures: String  dueOn: Date!  extensions: Int! }
type Answering { level: String!  label: String!  organizationId: ID  since: Date! }
"byStatus and byAspect: of those that are open. byLevel: of those that are overdue, the highest level told. Each in its order, zeros included."
type ProblemCounts { open: Int!  overdue: Int!  closed: Int!  reopened: Int!  byStatus: [CodeCount!]!  byAspect: [CodeCount!]!  byLevel: [CodeCount!]! }
"How many there are of a code, and what it is called."
type CodeCount { code: String!  label: String!  count: Int! }
`;

/** A problem as it stands at a moment. */
export type ProblemNode = ProcessNode<ProblemStatus> & ProblemDetails;

/** How many problems are counted as what. */
export type ProblemCounts = Readonly<Record<ProblemCounting, number>>;

/** The problems under an organization on the day: open and overdue as of it, and what these are told apart by; closed, and reopened by then. */
export async function problemCounts(model: ReadModel, under: SeenId, moment: Moment): Promise<ProblemCounts & Parts> {
  const parts = await problem.counts.under(model, under, moment);
  const of = (counting: ProblemCounting): number => parts.get(counting) ?? 0;
  return { open: of('open'), overdue: of('overdue'), closed: of('closed'), reopened: of('reopened'), parts };
}

/** How many problems of a branch are open. */
export const openProblemsLoader = loaderOf((model, branchIds: readonly SeenId[], moment) =>
  problem.counts.ofBranches(model, { branchIds, counted: 'open' }, moment),
);

interface At {
  readonly context: GatewayContext;
  readonly moment: Moment;
}

const problemAt = async (at: At, id: string): Promise<ProblemNode | null> =>
  withDetails(await instanceAt(problem, at, id.toLowerCase()));

function withDetails(node: ProcessNode<ProblemStatus> | null): ProblemNode | null {
  const details = node && problemIn(node, node.moment.asOf);
  return details ? { ...node, ...details } : null;
}

async function problemsUnder(
  at: At,
  under: Subtree,
  args: PageArguments & { readonly filter?: ProblemFilter | null | undefined },
): Promise<Connection<{ readonly node: ProblemNode | null }>> {
  const page = await instancesUnder(problem, at, { under, where: passing(args.filter ?? {}), args });
  return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: withDetails(edge.node) })) };
}

export const answering: Answering = {
  view: problem.view,
  resolvers: {
    Query: {
      async problem(_: unknown, { id, ...args }: QueryProblemArgs, context: GatewayContext) {
        const found = await problemAt({ context, moment: await context.moment(args) }, id);
        const asked = { code: 'PROBLEM_UNKNOWN', field: 'id', id } as const;
        return known(found, () => isThere(problem, context, id.toLowerCase()), asked);
      },
      async problems(_: unknown, { under, ...args }: QueryProblemsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        return problemsUnder({ context, moment }, await subtreeAsked(context, moment, under), args);
      },
    },
    Branch: {
      problems: async ({ branchId, moment }: BranchNode, args: BranchProblemsArgs, context: GatewayContext) =>
        problemsUnder({ context, moment }, await context.access.under(branchId, moment), args),
      openProblems: ({ branchId, moment }: BranchNode, _: unknown, context: GatewayContext): Promise<number> =>
        openProblemsLoader(context.at(moment)).load(branchId),
    },
    Dashboard: {
      problems: ({ scope }: DashboardNode, _: unknown, { model }: GatewayContext): Promise<ProblemCounts & Parts> =>
        problemCounts(model, scope.under, scope.moment),
    },
    ProblemCounts: partFields,
    Problem: {
      ...fieldsOfProcess(problem),
      organization: ({ organizationId, moment }: ProblemNode, _: unknown, context: GatewayContext) =>
        organizationAt(context, moment, organizationId),
      async branch({ organizationId, moment }: ProblemNode, _: unknown, context: GatewayContext) {
        const { kind } = await organizationAt(context, moment, organizationId);
        return kind === 'branch' ? { branchId: organizationId, moment } : null;
      },
      itemText: ({ found }: ProblemNode): string | null => found.itemText ?? null,
      period: ({ found }: ProblemNode): string | null => found.period ?? null,
      losses: ({ found }: ProblemNode) => found.losses ?? [],
      dismissedBecause: ({ dismissedBecause: code }: ProblemNode, _: unknown, { language }: GatewayContext) =>
        dismissalIn(code, language),
      id: ({ key }: ProblemNode): string => key,
      aspect: ({ found }: ProblemNode): string => found.aspect,
      aspectLabel: ({ found }: ProblemNode, _: unknown, { language }: GatewayContext): string =>
        wordsOfAspect(found.aspect)[language],
      item: ({ found }: ProblemNode): string | null => found.item ?? null,
      note: ({ found }: ProblemNode): string | null => found.note ?? null,
      pointsLost: ({ found }: ProblemNode): string | null => found.pointsLost ?? null,
      identifiedOn: ({ found }: ProblemNode): string => found.effectiveOn,
      overdue: ({ daysOverdue }: ProblemNode): boolean => daysOverdue > 0,
      source: ({ found: { source } }: ProblemNode, _: unknown, { language }: GatewayContext): ProblemSource => ({
        ...source,
        label: problemSourceWords[source.kind][language],
      }),
      answering: (node: ProblemNode, _: unknown, { language }: GatewayContext): readonly AnsweringLevel[] =>
        node.answering.map((row) => ({ ...row, label: levelLabel(row.level, language) })),
      recurrenceOf: ({ found: { recurrenceOf }, moment }: ProblemNode, _: unknown, context: GatewayContext) =>
        recurrenceOf === undefined ? null : problemAt({ context, moment }, recurrenceOf),
    },
  },
};
