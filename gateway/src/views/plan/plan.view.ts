import {
  BUDGET,
  type BudgetedScope,
  COMPREHENSIVE_ITEMS,
  inspectionScopeWords,
  isComprehensive,
  planContract,
  type PlanStatus,
  usedOf,
} from '@zhibu/contracts';
import { periodOf } from '@zhibu/kernel';
import type {
  BranchInspectionBudgetArgs,
  DashboardInspectionBudgetArgs,
  QueryPlanArgs,
  QueryPlansArgs,
} from '../../generated/schema.ts';
import { fieldsOfProcess, instanceAt, instancesUnder, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { Conditions } from '../../process/list.lookup.ts';
import type { GatewayContext } from '../../request/context.ts';
import { periodIn } from '../../request/period.ts';
import { subjectAsked, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import { branchCount } from '../dashboard/dashboard.lookup.ts';
import type { DashboardNode } from '../dashboard/dashboard.resolver.ts';
import { worded } from '../inspection/inspection-parts.resolver.ts';
import { inspectionIn } from '../inspection/inspection.rules.ts';
import { inspection } from '../inspection/inspection.view.ts';
import { organizationAt } from '../organization/organization.resolver.ts';
import { visitsUnder } from './budget.lookup.ts';
import { itemsOf, partsOfPlan } from './plan-item.resolver.ts';
import { type PlanDetails, planIn } from './plan.rules.ts';

/** 督查计划: what a body inspects in a year. */
export const plan = processView(planContract, { key: ['bodyId', 'year'], under: 'bodyId', ofEveryKind: true });

export const sdl = `
extend type Query {
  "null: the body has adopted no plan of the year by then."
  plan(bodyId: ID!, year: String!, asOf: Date, knownAt: DateTime): Plan
  "The plans of the living bodies under an organization, itself included, by its code."
  plans(under: ID!, year: String, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): PlanConnection!
}

extend type Dashboard {
  "督查预算: the visits to the branches in a calendar year, of all bodies together, that are scheduled or held; by scope. budget: of all these branches"
  inspectionBudget(year: Int!): [InspectionBudget!]!
}

extend type Branch {
  "督查预算: the visits to it in a calendar year, of all bodies together, that are scheduled or held; by scope"
  inspectionBudget(year: Int!): [InspectionBudget!]!
}

"督查计划: what a body inspects in a year, as it stands on asOf, as known at knownAt."
type Plan {
  body: Organization!
  year: String!
  status: String!
  statusLabel: String!
  since: Date!
  adoptedOn: Date!
  "the document by which it stands as it does"
  documentNo: String!
  "why it was amended last; null: it stands as it was adopted"
  reason: String
  items: [PlanItem!]!
  "督查预算: its comprehensive items"
  budget: InspectionBudget!
  steps: [Step!]!
}

"of a year: how many are used, of how many there are without a basis"
type InspectionBudget { scope: Worded!  used: Int!  budget: Int! }

"计划事项: by units, or by a draw from the branches under an organization."
type PlanItem {
  id: ID!
  theme: String!
  scope: Worded!
  modes: [Worded!]!
  "1 to 12"
  months: [Int!]!
  "whoever stands under one of them is inspected too"
  units: [Organization!]!
  drawUnder: Organization
  "the basis of a comprehensive item beyond the budget"
  documentNo: String
  "the inspections under it that are not concluded yet, of living organizations"
  scheduled(first: Int = 20, after: String): InspectionConnection!
  "the inspections under it that are concluded, of living organizations"
  concluded(first: Int = 20, after: String): InspectionConnection!
  "items of other bodies, as they stood when they were joined with it"
  joinedWith: [OtherPlanItem!]!
  "items of other bodies on the same units within 30 days, to be joined by the body above; of plans that whoever asks may see"
  offers: [OtherPlanItem!]!
}

"An item of the plan of another body; units: those that whoever asks may know of."
type OtherPlanItem {
  body: Organization!
  year: String!
  id: ID!
  theme: String!
  scope: Worded!
  modes: [Worded!]!
  months: [Int!]!
  units: [Organization!]!
  drawUnder: Organization
}
`;

type PlanNode = ProcessNode<PlanStatus> & PlanDetails;

function withDetails(node: ProcessNode<PlanStatus> | null): PlanNode | null {
  const details = node && planIn(node);
  return node && details ? { ...node, ...details } : null;
}

/** Those of a year. @throws Refusal INPUT_INVALID naming `year` */
function ofYear(asked: string | null | undefined): Conditions {
  const year = periodIn('year', asked);
  return (bound) => (year === undefined ? [] : [`split_part(key, ' ', 2) = ${bound(year)}`]);
}

interface BudgetNode {
  readonly of: BudgetedScope;
  readonly used: number;
  readonly budget: number;
}

const SCOPES = Object.keys(BUDGET).filter((scope): scope is BudgetedScope => scope in BUDGET);

/** 督查预算: of all bodies together, by the day of the visit, or the one planned; the cancelled ones use none. */
async function budgetOf(
  { branchId, moment }: BranchNode,
  { year: asked }: BranchInspectionBudgetArgs,
  context: GatewayContext,
): Promise<readonly BudgetNode[]> {
  const year = periodIn('year', String(asked));
  const standings = await inspection.ofBranch(context.at(moment)).load(branchId);
  const visits = standings.flatMap((standing) => {
    const details = standing.status === 'cancelled' ? undefined : inspectionIn(standing);
    if (!details) return [];
    const { visit, concluded } = details;
    return periodOf(concluded?.visitedOn ?? visit.visitOn) === year ? [visit] : [];
  });
  return SCOPES.map((of) => ({ of, used: usedOf(visits, of), budget: BUDGET[of] }));
}

/** The same of all branches under an organization. */
async function budgetUnder(
  { scope }: DashboardNode,
  { year: asked }: DashboardInspectionBudgetArgs,
  { model }: GatewayContext,
): Promise<readonly BudgetNode[]> {
  const year = periodIn('year', String(asked)) ?? '';
  const [used, branches] = await Promise.all([
    visitsUnder(model, scope, { year, scopes: SCOPES }),
    branchCount(model, scope),
  ]);
  return SCOPES.map((of, index) => ({ of, used: used[index] ?? 0, budget: BUDGET[of] * branches }));
}

// It is of no branch, and no reaction adopts it.
const { branch: _branch, causedBy: _causedBy, ...fields } = fieldsOfProcess(plan);

export const answering: Answering = {
  view: plan.view,
  resolvers: {
    Query: {
      async plan(_: unknown, { bodyId, year: asked, ...at }: QueryPlanArgs, context: GatewayContext) {
        const year = periodIn('year', asked) ?? asked;
        const moment = await context.moment(at);
        const subject = { code: 'ORGANIZATION_UNKNOWN', field: 'bodyId', id: bodyId } as const;
        const { id } = await subjectAsked(context, subject, moment.asOf);
        return withDetails(await instanceAt(plan, { context, moment }, plan.keyOf(id, year)));
      },
      async plans(_: unknown, { under, year, ...args }: QueryPlansArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const where = ofYear(year);
        const subtree = await subtreeAsked(context, moment, under);
        const page = await instancesUnder(plan, { context, moment }, { under: subtree, where, args });
        return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: withDetails(edge.node) })) };
      },
    },
    Branch: { inspectionBudget: budgetOf },
    Dashboard: { inspectionBudget: budgetUnder },
    Plan: {
      ...fields,
      body: ({ organizationId, moment }: PlanNode, _: unknown, context: GatewayContext) =>
        organizationAt(context, moment, organizationId),
      year: ({ adopted }: PlanNode) => adopted.year,
      adoptedOn: ({ adopted }: PlanNode) => adopted.effectiveOn,
      documentNo: ({ adopted, amended }: PlanNode) => (amended ?? adopted).basis.documentNo,
      reason: ({ amended }: PlanNode) => amended?.reason ?? null,
      items: (node: PlanNode) => itemsOf(node),
      budget: ({ items }: PlanNode): BudgetNode => ({
        of: 'comprehensive',
        used: items.filter((item) => isComprehensive(item)).length,
        budget: COMPREHENSIVE_ITEMS,
      }),
    },
    InspectionBudget: {
      scope: ({ of }: BudgetNode, _: unknown, context: GatewayContext) => worded(inspectionScopeWords, of, context),
    },
    ...partsOfPlan(plan),
  },
};
