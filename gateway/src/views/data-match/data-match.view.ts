import { dataMatchContract, type DataMatchStatus, dataMatchEvents } from '@zhibu/contracts';
import type { DataMatch, MatchedField, QueryDataMatchesArgs } from '../../generated/schema.ts';
import { instancesUnder, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import { subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';
import type { BranchNode } from '../branch/branch.resolver.ts';

/** 五个基本数据比对: of a branch outside gradings, month by month. */
export const dataMatch = processView(dataMatchContract, { key: ['branchId'], under: 'branchId' });

export const sdl = `
extend type Query {
  "What the living branches under an organization reported last, and what the systems say; by branch code."
  dataMatches(under: ID!, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): DataMatchConnection!
}

"五个基本数据比对: of which day the figures are, and the system that they were compared with."
type DataMatch {
  branch: Branch!
  matchedOn: Date!
  source: String!
  fields: [MatchedField!]!
}

"null: one of both says nothing of it."
type MatchedField { field: String!  reported: String  system: String  differs: Boolean! }
`;

type Node = ProcessNode<DataMatchStatus>;

const lastOf = ({ steps }: Node) => dataMatchEvents.StandingMatchRecorded.schema.parse(steps.at(-1)?.said);

export const answering: Answering = {
  view: dataMatch.view,
  resolvers: {
    Query: {
      async dataMatches(_: unknown, { under, ...args }: QueryDataMatchesArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        return instancesUnder(dataMatch, { context, moment }, { under: subtree, where: () => [], args });
      },
    },
    DataMatch: {
      branch: ({ organizationId, moment }: Node): BranchNode => ({ branchId: organizationId, moment }),
      matchedOn: (node: Node): DataMatch['matchedOn'] => lastOf(node).effectiveOn,
      source: (node: Node): DataMatch['source'] => lastOf(node).source,
      fields(node: Node): readonly MatchedField[] {
        const { fields, mismatches } = lastOf(node);
        const differing = new Set(mismatches.map(({ field }) => field));
        return fields.map(({ field, reported, system }) => ({
          field,
          reported: reported ?? null,
          system: system ?? null,
          differs: differing.has(field),
        }));
      },
    },
  },
};
