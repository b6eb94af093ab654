import {
  inspectionModeWords,
  inspectionPurposeWords,
  inspectionScopeWords,
  type InspectionStatus,
} from '@zhibu/contracts';
import type { ProcessNode } from '../../process/process-fields.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { SeenId } from '../../scope/seen.ts';
import { organizationReferred } from '../organization/organization.resolver.ts';
import { worded } from './inspection-parts.resolver.ts';
import type { InspectionDetails } from './inspection.rules.ts';

export type InspectionNode = ProcessNode<InspectionStatus> & InspectionDetails;

/** A member of the team of an inspection of an organization. */
export interface MemberNode {
  readonly personId: string;
  readonly isLeader: boolean;
  readonly organizationId: SeenId;
}

/** What the first step of an inspection tells of it: how it was scheduled, or how it was before the platform. */
export const fieldsOfVisit: Resolvers[string] = {
  body: ({ visit, moment }: InspectionNode, _: unknown, context: GatewayContext) =>
    organizationReferred(context, moment, visit.bodyId),
  scope: ({ visit }: InspectionNode, _: unknown, context: GatewayContext) =>
    worded(inspectionScopeWords, visit.scope, context),
  mode: ({ visit }: InspectionNode, _: unknown, context: GatewayContext) =>
    worded(inspectionModeWords, visit.mode, context),
  purpose: ({ visit }: InspectionNode, _: unknown, context: GatewayContext) =>
    worded(inspectionPurposeWords, visit.purpose, context),
  prior: ({ prior }: InspectionNode): boolean => prior !== null,
  scheduledOn: ({ scheduled }: InspectionNode) => scheduled?.effectiveOn ?? null,
  visitOn: ({ visit }: InspectionNode) => visit.visitOn,
  visitedOn: ({ concluded, prior }: InspectionNode) => concluded?.visitedOn ?? prior?.effectiveOn ?? null,
  planItem: ({ scheduled }: InspectionNode) => scheduled?.planItem ?? null,
  drawId: ({ scheduled }: InspectionNode) => scheduled?.drawId ?? null,
  documentNo: ({ visit }: InspectionNode) => visit.basis?.documentNo ?? null,
  team: ({ scheduled, organizationId }: InspectionNode): readonly MemberNode[] =>
    (scheduled?.team ?? []).map((personId) => ({
      personId,
      organizationId,
      isLeader: personId === scheduled?.leaderId,
    })),
  teamSize: ({ scheduled, prior }: InspectionNode) => scheduled?.team.length ?? prior?.teamSize ?? null,
  source: ({ prior }: InspectionNode) => prior?.source ?? null,
  note: ({ prior }: InspectionNode) => prior?.note ?? null,
};
