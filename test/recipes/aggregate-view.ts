/** The read model of the sample aggregate, a process about a branch: its one file. */
export const liaisonView = `import { liaisonContract } from '@zhibu/contracts';
import type { QueryLiaisonArgs, QueryLiaisonsArgs } from '../../generated/schema.ts';
import { fieldsOfProcess, instanceAt, instancesUnder, type ProcessNode } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import type { GatewayContext } from '../../request/context.ts';
import { branchAsked, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';

/** 挂钩联系: of a branch. */
export const liaison = processView(liaisonContract, { key: ['branchId'], under: 'branchId' });

export const sdl = \`
extend type Query {
  "null: no official has answered for the branch by then."
  liaison(branchId: ID!, asOf: Date, knownAt: DateTime): Liaison
  "The liaisons of the living branches under an organization, by branch code."
  liaisons(under: ID!, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): LiaisonConnection!
}

type Liaison {
  branch: Branch!
  "a person reference"
  officialId: ID!
  status: String!
  statusLabel: String!
  since: Date!
  causedBy: RecordedFact
  steps: [Step!]!
}
\`;

type Node = ProcessNode<keyof typeof liaisonContract.statuses>;

export const answering: Answering = {
  view: liaison.view,
  resolvers: {
    Query: {
      async liaison(_: unknown, { branchId, ...at }: QueryLiaisonArgs, context: GatewayContext) {
        const moment = await context.moment(at);
        const { id } = await branchAsked(context, branchId, moment.asOf);
        return instanceAt(liaison, { context, moment }, liaison.keyOf(id));
      },
      async liaisons(_: unknown, { under, ...args }: QueryLiaisonsArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const subtree = await subtreeAsked(context, moment, under);
        return instancesUnder(liaison, { context, moment }, { under: subtree, where: () => [], args });
      },
    },
    Liaison: { ...fieldsOfProcess(liaison), officialId: ({ steps }: Node): string => String(steps.at(-1)?.said['officialId']) },
  },
};
`;

export const liaisonViewSpec = `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { liaisonContract } from '@zhibu/contracts';
import { register } from '../../testing/duties.ts';
import { dig } from '../../testing/asking.ts';
import { type PlatformUnderTest, platformUnderTest } from '../../testing/platform.ts';

const history = register();
const step = (branchId: string, type: string, said: object) =>
  history.record(liaisonContract.commands.AssignLiaison.streamOf({ branchId, officialId: 'P-1' }), type, { branchId, officialId: 'P-1', ...said });
step('B1', 'LiaisonAssigned', { effectiveOn: '2023-02-01' });
step('B2', 'LiaisonAssigned', { effectiveOn: '2023-02-01' });
step('B2', 'LiaisonEnded', { effectiveOn: '2023-03-01', reason: '调离' });

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await platformUnderTest();
  await platform.record(history);
});
afterAll(() => platform.stop());

it('says who answers for a branch on a day', async () => {
  const asked = '{ liaison(branchId: "B2", asOf: "2023-02-28") { officialId statusLabel since steps { says } } none: liaison(branchId: "B3") { status } }';
  expect(dig(await platform.ask(asked), 'data')).toEqual({
    liaison: { officialId: 'P-1', statusLabel: '已挂钩', since: '2023-02-01', steps: [{ says: '确定挂钩联系领导干部' }] },
    none: null,
  });
});

it('lists the liaisons under an organization by branch code', async () => {
  const asked = '{ liaisons(under: "P") { totalCount edges { node { branch { organization { code } } status } } } }';
  const node = (code: string, status: string) => ({ node: { branch: { organization: { code } }, status } });
  expect(dig(await platform.ask(asked), 'data', 'liaisons')).toEqual({
    totalCount: 2,
    edges: [node('B1', 'assigned'), node('B2', 'ended')],
  });
});
`;
