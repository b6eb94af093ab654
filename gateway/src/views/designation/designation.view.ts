import {
  designationContract,
  type DesignationEvent,
  type DesignationStatus,
  programmeKindWords,
  programmeLevelWords,
} from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import type { QueryDesignationArgs, QueryDesignationsArgs } from '../../generated/schema.ts';
import { fieldsOfProcess, instanceAt, instancesUnder, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import { subjectAsked, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';
import type { DashboardNode } from '../dashboard/dashboard.resolver.ts';
import type { Moment } from '../moment.ts';
import { organizationAt } from '../organization/organization.resolver.ts';
import { programme, registeredIn } from '../programme/programme.view.ts';
import { designationCounts } from './designation-counting.rules.ts';
import { DESIGNATION_TOLD, designationFacets } from './designation-facets.lookup.ts';
import { filtered } from './designation-filter.lookup.ts';
import { designationCounted, type DesignationDetails, designationIn, isInForce } from './designation.rules.ts';
import { reinspectionLoader } from './reinspection.lookup.ts';

/** 命名: of an organization by a programme. */
export const designation = processView(designationContract, {
  key: ['programmeId', 'organizationId'],
  under: 'organizationId',
  ofEveryKind: true,
  told: DESIGNATION_TOLD,
  faceting: designationFacets,
  counts: designationCounted,
});

export const sdl = `
extend type Query {
  "null: it was neither applied for nor designated by then."
  designation(programmeId: ID!, organizationId: ID!, asOf: Date, knownAt: DateTime): Designation
  "The designations of the living organizations under one, applications too, by code, then by programme."
  designations(under: ID!, filter: DesignationFilter, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): DesignationConnection!
}

extend type Branch {
  "by programme"
  designations: [Designation!]!
}

extend type Dashboard {
  "by level, kind and status, those that there are; applications too"
  designations: [DesignationCount!]!
}

"level: province, city, committee. kind: of the programme. status: one of the words of Designation.status. inForce: named, whatever a reinspection has found since. reinspectionDueBy: a look is due by that day"
input DesignationFilter { level: String  kind: String  status: String  inForce: Boolean  programme: ID  reinspectionDueBy: Date }

"命名: of an organization by a programme, from its application to its end, as it stands on asOf, as known at knownAt."
type Designation {
  organization: Organization!
  "null: it is another organization's than a branch's"
  branch: Branch
  "the id of the programme"
  programme: String!
  "what the programme is called; null: it is not known by then"
  programmeTitle: String
  level: String!
  levelLabel: String!
  kind: String!
  kindLabel: String!
  "applied, withdrawn, rejected, noticed, designated, conditional, failed, revoked or expired"
  status: String!
  statusLabel: String!
  "named: designated, on grace, or with a reinspection failed"
  inForce: Boolean!
  "since when it is, or was, in force; of what never was: since when it stands so"
  since: Date
  "the first day on which its validity is over; null: it has no end, or was never in force"
  until: Date
  documentNo: String
  "taken in from before the platform"
  prior: Boolean!
  "the public notice while it is under one; to: the first day on which it is over"
  noticeFrom: Date
  noticeTo: Date
  openObjections: Int!
  "until when it is to be inspected again; null: no look is due"
  reinspectionDueOn: Date
  reinspectionOverdue: Boolean!
  "after a failed reinspection: until when a revocation is to be proposed, or the reason why not recorded"
  proposeBy: Date
  "after a revocation: until when the plaque is to be back; null: none is due"
  plaqueDueOn: Date
  plaqueOverdue: Boolean!
  "the event that a reaction answered by what ended or restored it last; null: a person did"
  causedBy: RecordedFact
  steps: [Step!]!
}

type DesignationCount { level: String!  kind: String!  status: String!  count: Int! }
`;

/** A designation as it stands at a moment. */
export type DesignationNode = ProcessNode<DesignationStatus> & DesignationDetails;

interface At {
  readonly context: GatewayContext;
  readonly moment: Moment;
}

function withDetails(node: ProcessNode<DesignationStatus> | null): DesignationNode | null {
  const details = node && designationIn(node);
  return node && details ? { ...node, ...details } : null;
}

/** A designation at a moment; null: there is none, or whoever asks may not see whose it is. */
export async function designationAt(
  at: At,
  programmeId: string,
  organizationId: string,
): Promise<DesignationNode | null> {
  return withDetails(await instanceAt(designation, at, designation.keyOf(programmeId, organizationId)));
}

const dueOf = ({ key, moment }: DesignationNode, context: GatewayContext): Promise<Day | null> =>
  reinspectionLoader(context.at(moment)).load(key);

/** 取消命名, 恢复命名, 命名终止: what reactions end and restore; a person applies for, names and renews. */
const ANSWERING: readonly DesignationEvent['type'][] = [
  'DesignationRevoked',
  'DesignationRestored',
  'DesignationExpired',
];

const isPast = (day: Day | null, { asOf }: Moment): boolean => day !== null && day < asOf;

export const answering: Answering = {
  view: designation.view,
  resolvers: {
    Query: {
      async designation(
        _: unknown,
        { programmeId, organizationId, ...at }: QueryDesignationArgs,
        context: GatewayContext,
      ) {
        const moment = await context.moment(at);
        const asked = { code: 'ORGANIZATION_UNKNOWN', field: 'organizationId', id: organizationId } as const;
        const { id } = await subjectAsked(context, asked, moment.asOf);
        return designationAt({ context, moment }, programmeId, id);
      },
      async designations(_: unknown, { under, filter, ...args }: QueryDesignationsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        const asked = { under: subtree, ...filtered(filter ?? {}), args };
        const page = await instancesUnder(designation, { context, moment }, asked);
        return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: withDetails(edge.node) })) };
      },
    },
    Branch: {
      async designations({ branchId, moment }: BranchNode, _: unknown, context: GatewayContext) {
        const standings = await designation.ofBranch(context.at(moment)).load(branchId);
        return standings.flatMap((standing) => withDetails({ ...standing, organizationId: branchId, moment }) ?? []);
      },
    },
    Dashboard: {
      async designations({ scope }: DashboardNode, _: unknown, { model }: GatewayContext) {
        return designationCounts(await designation.counts.under(model, scope.under, scope.moment));
      },
    },
    Designation: {
      ...fieldsOfProcess(designation, ANSWERING),
      organization: ({ organizationId, moment }: DesignationNode, _: unknown, context: GatewayContext) =>
        organizationAt(context, moment, organizationId),
      async branch({ organizationId, moment }: DesignationNode, _: unknown, context: GatewayContext) {
        const { kind } = await organizationAt(context, moment, organizationId);
        return kind === 'branch' ? { branchId: organizationId, moment } : null;
      },
      programme: ({ key }: DesignationNode): string => programmeIdOf(key),
      async programmeTitle({ key, moment }: DesignationNode, _: unknown, context: GatewayContext) {
        const found = await programme.byKey(context.at(moment)).load(programmeIdOf(key));
        return found ? registeredIn(found).title : null;
      },
      levelLabel: ({ level }: DesignationNode, _: unknown, { language }: GatewayContext): string =>
        programmeLevelWords[level][language],
      kind: ({ programmeKind }: DesignationNode): string => programmeKind,
      kindLabel: ({ programmeKind }: DesignationNode, _: unknown, { language }: GatewayContext): string =>
        programmeKindWords[programmeKind][language],
      inForce: ({ status }: DesignationNode): boolean => isInForce(status),
      prior: ({ isPrior }: DesignationNode): boolean => isPrior,
      noticeFrom: ({ notice }: DesignationNode): Day | null => notice?.from ?? null,
      noticeTo: ({ notice }: DesignationNode): Day | null => notice?.to ?? null,
      reinspectionDueOn: (node: DesignationNode, _: unknown, context: GatewayContext) => dueOf(node, context),
      reinspectionOverdue: async (node: DesignationNode, _: unknown, context: GatewayContext) =>
        isPast(await dueOf(node, context), node.moment),
      plaqueOverdue: ({ plaqueDueOn, moment }: DesignationNode): boolean => isPast(plaqueDueOn, moment),
    },
  },
};

const programmeIdOf = (key: string): string => key.slice(0, key.indexOf(' '));
