import {
  inspectionContract,
  inspectionOutcomeWords,
  type InspectionStatus,
  sameHandInspectedWarning,
} from '@zhibu/contracts';
import type { QueryInspectionArgs, QueryInspectionsArgs } from '../../generated/schema.ts';
import {
  fieldsOfProcess,
  instanceAt,
  instancesUnder,
  isThere,
  type ProcessNode,
} from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { Listed } from '../../process/list.lookup.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { PageArguments } from '../../request/page.ts';
import { known, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import type { Moment } from '../moment.ts';
import { organizationAt } from '../organization/organization.resolver.ts';
import { filtered } from './inspection-filter.rules.ts';
import { type NoticeNode, partsOfInspection, type ReviewedNode, worded } from './inspection-parts.resolver.ts';
import { inspectionIn } from './inspection.rules.ts';
import { fieldsOfItems } from './item.resolver.ts';
import { fieldsOfVisit, type InspectionNode } from './visit.resolver.ts';
import { VISIT_TOLD, visitCounted } from './visit-counting.rules.ts';

/** 督查: one visit of a body to one Party organization. */
export const inspection = processView(inspectionContract, {
  key: ['inspectionId'],
  under: 'organizationId',
  ofEveryKind: true,
  told: VISIT_TOLD,
  counts: visitCounted,
});

export const sdl = `
extend type Query {
  "null: no such inspection was scheduled, or had taken place before the platform, by then."
  inspection(id: ID!, asOf: Date, knownAt: DateTime): Inspection
  "The inspections of the living organizations under one, itself included, by its code."
  inspections(under: ID!, filter: InspectionFilter, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): InspectionConnection!
}

extend type Branch {
  inspections: [Inspection!]!
}

"scope: comprehensive, special, follow-up. mode: random-survey, on-site, remote, back-office. purpose: routine, acceptance, reinspection, follow-up. status: scheduled, concluded, notice-issued, acknowledged, replied, cancelled, prior. body: which inspects"
input InspectionFilter { status: String  scope: String  mode: String  purpose: String  body: ID }

"督查: one visit to one Party organization, from its schedule to the reply to its notice, as it stands on asOf, as known at knownAt."
type Inspection {
  id: ID!
  organization: Organization!
  "null: another organization than a branch is inspected"
  branch: Branch
  "which inspects; null: whoever asks may not see it"
  body: Organization
  scope: Worded!
  mode: Worded!
  purpose: Worded!
  status: String!
  statusLabel: String!
  since: Date!
  "以往督查: it took place before the platform and is a record; it counts in budgets and strata, and excludes from no draw"
  prior: Boolean!
  "null: it is from before the platform"
  scheduledOn: Date
  "the day that is planned; from before the platform the day that it was"
  visitOn: Date!
  "the day of the visit as it was; null: it is not concluded"
  visitedOn: Date
  planItem: String
  "the draw by which it was drawn"
  drawId: ID
  "the document that it rests on"
  documentNo: String
  "nobody, where it is from before the platform"
  team: [InspectionMember!]!
  "null: it is from before the platform, and its size is not told"
  teamSize: Int
  "what is said beside an inspection from before the platform; null: nothing"
  note: String
  "the file or the paper that an inspection from before the platform was taken from; null: it was scheduled here"
  source: String
  "what whoever reads it has to know beside it"
  warnings: [String!]!
  "the designations reviewed"
  designations: [DesignationReviewed!]!
  "in the order in which they were recorded, the withdrawn ones too"
  findings: [InspectionFinding!]!
  "what there is to look at: the items of the editions in force on the day of the visit for the organization, and the six haves at an acceptance or reinspection; none of one from before the platform"
  items: [InspectionItem!]!
  spotChecks: [SpotCheck!]!
  "null: it is not concluded"
  outcome: Worded
  "the last day of the term for the conclusion; null: it is not concluded here"
  concludeBy: Date
  "concluded after its term"
  late: Boolean!
  "null: none is issued"
  notice: RectificationNotice
  "the event that a reaction answered by cancelling it; null: a person did, or it is not cancelled"
  causedBy: RecordedFact
  steps: [Step!]!
}
`;

function withDetails(node: ProcessNode<InspectionStatus>): InspectionNode | null {
  const details = inspectionIn(node);
  return details ? { ...node, ...details } : null;
}

/** An inspection at a moment; null: there is none, or whoever asks may not see whom it inspects. */
export async function inspectionAt(
  at: { readonly context: GatewayContext; readonly moment: Moment },
  id: string,
): Promise<InspectionNode | null> {
  const node = await instanceAt(inspection, at, id);
  return node && withDetails(node);
}

/** A page of the inspections of the living organizations under one that meet the conditions. */
export async function inspectionsUnder(
  at: { readonly context: GatewayContext; readonly moment: Moment },
  asked: Listed & { readonly args: PageArguments },
) {
  const page = await instancesUnder(inspection, at, asked);
  return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: withDetails(edge.node) })) };
}

export const answering: Answering = {
  view: inspection.view,
  resolvers: {
    Query: {
      async inspection(_: unknown, { id, ...at }: QueryInspectionArgs, context: GatewayContext) {
        const node = await inspectionAt({ context, moment: await context.moment(at) }, id);
        const asked = { code: 'INSPECTION_UNKNOWN', field: 'id', id } as const;
        return known(node, () => isThere(inspection, context, id), asked);
      },
      async inspections(_: unknown, { under, filter, ...args }: QueryInspectionsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        return inspectionsUnder({ context, moment }, { under: subtree, ...filtered(filter ?? {}), args });
      },
    },
    Branch: {
      async inspections({ branchId, moment }: BranchNode, _: unknown, context: GatewayContext) {
        const standings = await inspection.ofBranch(context.at(moment)).load(branchId);
        return standings.flatMap((standing) => withDetails({ ...standing, organizationId: branchId, moment }) ?? []);
      },
    },
    Inspection: {
      ...fieldsOfProcess(inspection, ['InspectionCancelled']),
      id: ({ key }: InspectionNode): string => key,
      organization: ({ organizationId, moment }: InspectionNode, _: unknown, context: GatewayContext) =>
        organizationAt(context, moment, organizationId),
      async branch({ organizationId, moment }: InspectionNode, _: unknown, context: GatewayContext) {
        const { kind } = await organizationAt(context, moment, organizationId);
        return kind === 'branch' ? { branchId: organizationId, moment } : null;
      },
      ...fieldsOfVisit,
      ...fieldsOfItems,
      warnings: ({ scheduled }: InspectionNode, _: unknown, { language }: GatewayContext): readonly string[] =>
        scheduled?.sameHand ? [sameHandInspectedWarning[language]] : [],
      designations: ({ scheduled, concluded, organizationId, moment }: InspectionNode): readonly ReviewedNode[] =>
        (scheduled?.designations ?? []).map((programme) => {
          const found = concluded?.designations.find(({ programmeId }) => programmeId === programme);
          return { programme, reviewed: found?.outcome ?? null, organizationId, moment };
        }),
      outcome({ concluded, prior }: InspectionNode, _: unknown, context: GatewayContext) {
        const told = concluded ?? prior;
        return told && worded(inspectionOutcomeWords, told.outcome, context);
      },
      concludeBy: ({ concluded }: InspectionNode) => concluded?.concludeBy ?? null,
      late: ({ concluded }: InspectionNode): boolean => concluded?.late === true,
      notice: ({ notice, moment }: InspectionNode): NoticeNode | null => notice && { ...notice, moment },
    },
    ...partsOfInspection,
  },
};
