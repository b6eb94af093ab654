import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { SeenId } from '../../scope/seen.ts';
import type { MemberNode } from '../inspection/visit.resolver.ts';
import type { ProblemNode } from '../problem/problem.view.ts';
import { remediationIn } from '../remediation/remediation.rules.ts';
import { mayName } from './person.lookup.ts';
import type { PersonNode } from './person.resolver.ts';

/** Who acts in a process: told to whoever may know the persons of the organization that it is about. */
export const actingResolvers: Resolvers = {
  Problem: {
    responsible: ({ rectification, organizationId }: ProblemNode, _args: unknown, context: GatewayContext) =>
      acting(rectification?.responsibleId, organizationId, context),
    verifiedBy: ({ verifierId, organizationId }: ProblemNode, _args: unknown, context: GatewayContext) =>
      acting(verifierId, organizationId, context),
  },
  InspectionMember: {
    person: ({ personId, organizationId }: MemberNode, _args: unknown, context: GatewayContext) =>
      acting(personId, organizationId, context),
  },
  Remediation: {
    helper: (node: Parameters<typeof remediationIn>[0] & Placed, _args: unknown, context: GatewayContext) =>
      acting(remediationIn(node).helperId, node.organizationId, context),
  },
};

interface Placed {
  readonly organizationId: SeenId;
}

async function acting(
  id: string | null | undefined,
  organizationId: SeenId,
  context: GatewayContext,
): Promise<PersonNode | null> {
  return typeof id === 'string' ? { id, isShown: await mayName(context, organizationId) } : null;
}
