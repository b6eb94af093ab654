import { drawContract, type DrawStatus, exclusionWords } from '@zhibu/contracts';
import type { QueryDrawArgs, QueryDrawsArgs } from '../../generated/schema.ts';
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
import type { BranchNode } from '../branch/branch.resolver.ts';
import { organizationAt, organizationNamed } from '../organization/organization.resolver.ts';
import { type DrawDetails, drawIn } from './draw.rules.ts';

/** 随机抽取: of branches to be inspected, from those under an organization. */
export const draw = processView(drawContract, { key: ['drawId'], under: 'under', ofEveryKind: true });

export const sdl = `
extend type Query {
  "null: no such draw was announced by then."
  draw(id: ID!, asOf: Date, knownAt: DateTime): Draw
  "The draws from the branches under an organization or one below it, by its code. status: announced, revealing, completed, lapsed, voided"
  draws(under: ID!, status: String, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): DrawConnection!
}

"随机抽取: bodies commit to random bytes, then reveal them; what is drawn follows from them and from the population. Hashes, commitments and nonces are lower-case hexadecimal digits, as the format zhibu-draw/1 takes them."
type Draw {
  id: ID!
  "whose branches are drawn from"
  organization: Organization!
  status: String!
  statusLabel: String!
  since: Date!
  announcedOn: Date!
  "how many are drawn, from how many"
  sample: Int!
  branches: Int!
  populationHash: String!
  strata: [Stratum!]!
  excluded: [DrawExclusion!]!
  "the last day of commitments"
  commitBy: Date!
  "until when all reveal; null: not all have committed"
  revealBy: DateTime
  bodies: [DrawBody!]!
  "what stands in for who missed to reveal; null: nobody did, or it is not completed"
  checkpoint: String
  "null: it is not completed"
  seed: String
  shares: [DrawShare!]!
  "by stratum, in the order of the draw"
  drawn: [ID!]!
  "the drawn, and who stepped in, by name"
  named: [Organization!]!
  substituted: [DrawSubstitution!]!
  "the drawn, less those substituted, with those who stepped in"
  toVisit: [Branch!]!
  steps: [Step!]!
}

type Stratum { stratum: String!  of: Int! }
type DrawExclusion { because: String!  label: String!  count: Int!  documentNo: String }
"missed: it could have known the outcome, and kept silent"
type DrawBody { id: ID!  organization: Organization!  commitment: String  nonce: String  missed: Boolean! }
type DrawShare { stratum: String!  of: Int!  drawn: Int! }
"by: null where nobody of its stratum was left"
type DrawSubstitution { branchId: ID!  by: ID  reason: String! }
`;

type DrawNode = ProcessNode<DrawStatus> & DrawDetails;

function withDetails(node: ProcessNode<DrawStatus>): DrawNode | null {
  const details = drawIn(node);
  return details ? { ...node, ...details } : null;
}

/** A draw as whoever asks may see it; null: it was not announced by then. @throws Refusal DRAW_UNKNOWN */
export async function drawAsked({ id, ...at }: QueryDrawArgs, context: GatewayContext): Promise<DrawNode | null> {
  const node = await instanceAt(draw, { context, moment: await context.moment(at) }, id);
  const asked = { code: 'DRAW_UNKNOWN', field: 'id', id } as const;
  return known(node && withDetails(node), () => isThere(draw, context, id), asked);
}

// It is of no branch, and no reaction announces it.
const { branch: _branch, causedBy: _causedBy, ...fields } = fieldsOfProcess(draw);

export const answering: Answering = {
  view: draw.view,
  resolvers: {
    Query: {
      draw: (_: unknown, asked: QueryDrawArgs, context: GatewayContext) => drawAsked(asked, context),
      async draws(_: unknown, { under, ...args }: QueryDrawsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        const page = await instancesUnder(draw, { context, moment }, { under: subtree, where: ofStatus(args), args });
        return { ...page, edges: page.edges.map((edge) => ({ ...edge, node: withDetails(edge.node) })) };
      },
    },
    Draw: {
      ...fields,
      id: ({ key }: DrawNode): string => key,
      organization: ({ organizationId, moment }: DrawNode, _: unknown, context: GatewayContext) =>
        organizationAt(context, moment, organizationId),
      announcedOn: ({ announced }: DrawNode) => announced.effectiveOn,
      sample: ({ announced }: DrawNode) => announced.sample,
      branches: ({ announced }: DrawNode) => announced.branches,
      populationHash: ({ announced }: DrawNode) => announced.populationHash,
      strata: ({ announced }: DrawNode) => announced.strata,
      excluded: ({ announced }: DrawNode, _: unknown, { language }: GatewayContext) =>
        announced.excluded.map(({ because, count, basis }) => ({
          because,
          count,
          label: exclusionWords[because][language],
          documentNo: basis?.documentNo ?? null,
        })),
      commitBy: ({ announced }: DrawNode) => announced.commitBy,
      bodies: ({ bodies, moment }: DrawNode) => bodies.map((body) => ({ ...body, moment })),
      checkpoint: ({ completed }: DrawNode) => completed?.checkpoint ?? null,
      seed: ({ completed }: DrawNode) => completed?.seed ?? null,
      shares: ({ completed }: DrawNode) => completed?.shares ?? [],
      drawn: ({ completed }: DrawNode) => completed?.drawn ?? [],
      named: ({ completed, substituted, moment }: DrawNode, _: unknown, context: GatewayContext) =>
        Promise.all(
          [...(completed?.drawn ?? []), ...substituted.flatMap(({ by }) => by ?? [])].map((id) =>
            organizationNamed(context, moment, id),
          ),
        ),
      substituted: ({ substituted }: DrawNode) =>
        substituted.map(({ branch: branchId, by, reason }) => ({ branchId, by, reason })),
      toVisit: async ({ toVisit, moment }: DrawNode, _: unknown, context: GatewayContext): Promise<BranchNode[]> =>
        (await context.access.see(toVisit, moment)).flatMap((branchId) =>
          branchId === undefined ? [] : [{ branchId, moment }],
        ),
    },
    DrawBody: {
      organization: ({ id, moment }: { id: string; moment: DrawNode['moment'] }, _: unknown, context: GatewayContext) =>
        organizationNamed(context, moment, id),
      missed: ({ hasMissed }: { hasMissed: boolean }) => hasMissed,
    },
  },
};

/** Those of a status. */
const ofStatus =
  ({ status }: Pick<QueryDrawsArgs, 'status'>) =>
  (bound: (value: string) => string): readonly string[] =>
    typeof status === 'string' ? [`status = ${bound(status)}`] : [];
