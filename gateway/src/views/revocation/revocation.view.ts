import {
  programmeKindWords,
  programmeLevelWords,
  revocationContract,
  revocationGroundWords,
  type RevocationStatus,
} from '@zhibu/contracts';
import type { QueryRevocationArgs, QueryRevocationsArgs } from '../../generated/schema.ts';
import {
  fieldsOfProcess,
  instanceAt,
  instancesUnder,
  isThere,
  type ProcessNode,
} from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import { known, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { DashboardNode } from '../dashboard/dashboard.resolver.ts';
import { designationAt, type DesignationNode } from '../designation/designation.view.ts';
import { inspectionAt } from '../inspection/inspection.view.ts';
import type { Moment } from '../moment.ts';
import { organizationAt, organizationReferred } from '../organization/organization.resolver.ts';
import { appealDecisionShown, decisionShown, passing, revocationShown } from './revocation-shown.rules.ts';
import { inspectionsBehind, revocationCounted, type RevocationDetails, revocationIn } from './revocation.rules.ts';

/** 取消命名: a case of one designation. */
export const revocation = processView(revocationContract, {
  key: ['revocationId'],
  under: 'organizationId',
  ofEveryKind: true,
  counts: revocationCounted,
});

export const sdl = `
extend type Query {
  "null: no such revocation was proposed by then."
  revocation(id: ID!, asOf: Date, knownAt: DateTime): Revocation
  "The revocations of the living organizations under one, by its code. status: proposed, notified, answered, decided, appealed or appeal-decided. pending: not decided yet"
  revocations(under: ID!, status: String, pending: Boolean, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): RevocationConnection!
}

extend type Dashboard {
  "proposed and not decided yet"
  revocationsPending: Int!
}

extend type Designation {
  "by id"
  revocations: [Revocation!]!
}

"取消命名: the case of one designation, from the proposal over the hearing to the decision and its appeal, as it stands on asOf, as known at knownAt."
type Revocation {
  id: ID!
  organization: Organization!
  "null: it is another organization's than a branch's"
  branch: Branch
  "the id of the programme"
  programme: String!
  "null: it is not known by then"
  designation: Designation
  level: String!  levelLabel: String!
  kind: String!  kindLabel: String!
  "proposed, notified, answered, decided, appealed or appeal-decided"
  status: String!
  statusLabel: String!
  since: Date!
  proposedOn: Date!
  "the body that proposes; null: it stands neither under nor above what whoever asks sees"
  proposedBy: Organization
  grounds: [RevocationGround!]!
  "those that the findings are of, by id"
  inspections: [Inspection!]!
  "what happened, in words"
  facts: String!
  "who inspected what stands behind it; others look the second time"
  inspectors: [ID!]!
  "not decided yet"
  pending: Boolean!
  "until when it, or its appeal, is to be decided; null: nothing is"
  decisionDueOn: Date
  decisionOverdue: Boolean!
  "null: the organization is not notified"
  notice: RevocationNotice
  "null: it has said nothing"
  statement: RevocationStatement
  "null: there is none"
  grace: RevocationGrace
  "null: it is not decided"
  decision: RevocationDecision
  "null: there is none"
  appeal: RevocationAppeal
  steps: [Step!]!
}

"ground: responsibility-not-implemented, poor-effect or quality-decline"
type RevocationGround { ground: String!  label: String!  findings: [RevocationFinding!]! }
"says: the finding as the inspection had it"
type RevocationFinding { inspectionId: ID!  findingId: ID!  says: String! }
"respondBy: the last day on which the organization may respond before it is decided"
type RevocationNotice { documentNo: String!  notifiedOn: Date!  respondBy: Date! }
type RevocationStatement { says: String!  submittedOn: Date! }
"until: its last day"
type RevocationGrace { from: Date!  until: Date!  reason: String! }
"outcome: revoke or retain. revokedFrom: the day on which the revocation acts; null: it is retained. secondInspectionId: by which the grace ended. appealBy: the last day of an appeal. late: after the day on which it was due"
type RevocationDecision {
  outcome: String!  label: String!  decidedOn: Date!  decidedBy: Organization  documentNo: String!  reason: String
  revokedFrom: Date  appealBy: Date  secondInspectionId: ID  late: Boolean!
}
"decision: null while it waits"
type RevocationAppeal { says: String!  lodgedOn: Date!  decideBy: Date!  decision: AppealDecision }
"outcome: uphold or overturn"
type AppealDecision {
  outcome: String!  label: String!  decidedOn: Date!  decidedBy: Organization  documentNo: String!  reason: String  late: Boolean!
}
`;

type RevocationNode = ProcessNode<RevocationStatus> &
  Omit<RevocationDetails, 'statement' | 'grace'> &
  ReturnType<typeof revocationShown>;

function withDetails(node: ProcessNode<RevocationStatus>): RevocationNode | null {
  const details = revocationIn(node);
  return details ? { ...node, ...details, ...revocationShown(details, node.status) } : null;
}

// A person begins every case.
const { branch: _branch, causedBy: _causedBy, ...fields } = fieldsOfProcess(revocation);

/** What a decision is shown as, beside its outcome. */
interface Decided {
  readonly bodyId: string;
  readonly moment: Moment;
}

const decidedBy = ({ bodyId, moment }: Decided, _: unknown, context: GatewayContext) =>
  organizationReferred(context, moment, bodyId);

export const answering: Answering = {
  view: revocation.view,
  resolvers: {
    Query: {
      async revocation(_: unknown, { id, ...at }: QueryRevocationArgs, context: GatewayContext) {
        const node = await instanceAt(revocation, { context, moment: await context.moment(at) }, id);
        const asked = { code: 'REVOCATION_UNKNOWN', field: 'id', id } as const;
        return known(node && withDetails(node), () => isThere(revocation, context, id), asked);
      },
      async revocations(_: unknown, { under, ...args }: QueryRevocationsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        const page = await instancesUnder(
          revocation,
          { context, moment },
          { under: subtree, where: passing(args), args },
        );
        return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: withDetails(edge.node) })) };
      },
    },
    Dashboard: {
      async revocationsPending({ scope }: DashboardNode, _: unknown, { model }: GatewayContext) {
        return (await revocation.counts.under(model, scope.under, scope.moment)).get('pending') ?? 0;
      },
    },
    Designation: {
      async revocations({ key, organizationId, moment }: DesignationNode, _: unknown, context: GatewayContext) {
        const found = await revocation.ofBranch(context.at(moment)).load(organizationId);
        return found
          .flatMap((standing) => withDetails({ ...standing, organizationId, moment }) ?? [])
          .filter(({ proposed: { programmeId } }) => key === `${programmeId} ${organizationId}`);
      },
    },
    Revocation: {
      ...fields,
      id: ({ key }: RevocationNode): string => key,
      organization: ({ organizationId, moment }: RevocationNode, _: unknown, context: GatewayContext) =>
        organizationAt(context, moment, organizationId),
      async branch({ organizationId, moment }: RevocationNode, _: unknown, context: GatewayContext) {
        const { kind } = await organizationAt(context, moment, organizationId);
        return kind === 'branch' ? { branchId: organizationId, moment } : null;
      },
      designation: ({ proposed, organizationId, moment }: RevocationNode, _: unknown, context: GatewayContext) =>
        designationAt({ context, moment }, proposed.programmeId, organizationId),
      levelLabel: ({ proposed }: RevocationNode, _: unknown, { language }: GatewayContext) =>
        programmeLevelWords[proposed.level][language],
      kindLabel: ({ proposed }: RevocationNode, _: unknown, { language }: GatewayContext) =>
        programmeKindWords[proposed.programmeKind][language],
      proposedBy: ({ proposed, moment }: RevocationNode, _: unknown, context: GatewayContext) =>
        organizationReferred(context, moment, proposed.bodyId),
      grounds: ({ proposed }: RevocationNode, _: unknown, { language }: GatewayContext) =>
        proposed.grounds.map((one) => ({ ...one, label: revocationGroundWords[one.ground][language] })),
      async inspections({ proposed, moment }: RevocationNode, _: unknown, context: GatewayContext) {
        const found = inspectionsBehind(proposed).map((id) => inspectionAt({ context, moment }, id));
        return (await Promise.all(found)).flatMap((node) => node ?? []);
      },
      decisionOverdue: ({ decisionDueOn, moment }: RevocationNode) =>
        decisionDueOn !== null && decisionDueOn < moment.asOf,
      decision: ({ decided, moment }: RevocationNode, _: unknown, { language }: GatewayContext) =>
        decided && { ...decisionShown(decided, language), moment },
      appeal: ({ appealed, ended, moment }: RevocationNode, _: unknown, { language }: GatewayContext) =>
        appealed && {
          ...appealed,
          lodgedOn: appealed.effectiveOn,
          decision: ended && { ...appealDecisionShown(ended, language), moment },
        },
    },
    RevocationDecision: { decidedBy },
    AppealDecision: { decidedBy },
  },
};
