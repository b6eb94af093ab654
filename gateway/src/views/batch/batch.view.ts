import { batchContract, batchEvents, type BatchEvent, type BatchStatus } from '@zhibu/contracts';
import { fieldsOfProcess, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Answering } from '../../schema/resolvers.ts';
import { designationAt, type DesignationNode } from '../designation/designation.view.ts';
import { type ProgrammeNode, registeredIn } from '../programme/programme.view.ts';

/** 拟命名名单: what a body decided of a programme in a year. */
export const batch = processView(batchContract, { key: ['programmeId', 'year'], under: 'bodyId', ofEveryKind: true });

export const sdl = `
extend type Programme {
  "by year; none to who may not see the body"
  batches: [Batch!]!
}

"拟命名名单: decided collectively; public notice and naming follow, each by itself."
type Batch {
  year: String!
  decidedOn: Date!
  documentNo: String!
  count: Int!
  "of those in the list that whoever asks may see, in its order"
  designations: [Designation!]!
  steps: [Step!]!
}
`;

type Node = ProcessNode<BatchStatus>;

const decidedIn = ({ steps }: Node): BatchEvent['data'] => batchEvents.BatchDecided.schema.parse(steps[0]?.said);

export const answering: Answering = {
  view: batch.view,
  resolvers: {
    Programme: {
      async batches(node: ProgrammeNode, _: unknown, context: GatewayContext): Promise<readonly Node[]> {
        const { key, moment } = node;
        const [bodyId] = await context.access.see([registeredIn(node).bodyId], moment);
        if (bodyId === undefined) return [];
        const standings = await batch.ofBranch(context.at(moment)).load(bodyId);
        return standings
          .filter((standing) => standing.key.startsWith(batch.keyOf(key, '')))
          .map((standing) => ({ ...standing, organizationId: bodyId, moment }));
      },
    },
    Batch: {
      steps: fieldsOfProcess(batch).steps,
      year: (node: Node): string => decidedIn(node).year,
      decidedOn: (node: Node): string => decidedIn(node).effectiveOn,
      documentNo: (node: Node): string => decidedIn(node).basis.documentNo,
      count: (node: Node): number => decidedIn(node).organizationIds.length,
      async designations(node: Node, _: unknown, context: GatewayContext): Promise<readonly DesignationNode[]> {
        const { programmeId, organizationIds } = decidedIn(node);
        const found = await Promise.all(
          organizationIds.map((id) => designationAt({ context, moment: node.moment }, programmeId, id)),
        );
        return found.flatMap((one) => one ?? []);
      },
    },
  },
};
