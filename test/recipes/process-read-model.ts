import type { Recipe } from './recipe.ts';

const folder = 'gateway/src/views/grading';

/** A sample: the gradings of branches (定级), by where they stand, with how many under an organization. */
export const processReadModel: Recipe = {
  name: 'New read model of a process',
  declaration: [
    {
      file: `${folder}/grading.view.ts`,
      text: `import { gradingContract } from '@zhibu/contracts';
import type { QueryGradingCountArgs, QueryGradingsArgs } from '../../generated/schema.ts';
import { fieldsOfProcess, instancesUnder } from '../../process/process-fields.ts';
import { processView } from '../../process/process-view.ts';
import { joined } from '../../process/spans.rules.ts';
import { standings } from '../../process/standings.rules.ts';
import type { GatewayContext } from '../../request/context.ts';
import { organizationAsked, subtreeAsked } from '../../request/subject-asked.ts';
import type { Answering } from '../../schema/resolvers.ts';

/** 定级: of a branch in a scheme and a period. */
export const grading = processView(gradingContract, {
  key: ['branchId', 'scheme', 'period'],
  under: 'branchId',
  counts: (known) => joined(standings(known).map(({ from, to, value }) => ({ from, to, value: value.status }))),
});

export const sdl = \`
extend type Query {
  "The gradings of the living branches under an organization, by branch code."
  gradings(under: ID!, status: String, asOf: Date, knownAt: DateTime, first: Int = 20, after: String): GradingConnection!
  gradingCount(under: ID!, status: String!, asOf: Date, knownAt: DateTime): Int!
}

type Grading { branch: Branch!  status: String!  statusLabel: String!  since: Date!  causedBy: RecordedFact  steps: [Step!]! }
\`;

export const answering: Answering = {
  view: grading.view,
  resolvers: {
    Query: {
      async gradings(_: unknown, { under, status, ...args }: QueryGradingsArgs, context: GatewayContext) {
        const where = (bound: (value: string) => string) => (typeof status === 'string' ? [\`status = \${bound(status)}\`] : []);
        const moment = await context.moment(args);
        return instancesUnder(grading, { context, moment }, { under: await subtreeAsked(context, moment, under), where, args });
      },
      async gradingCount(_: unknown, { under, status, ...args }: QueryGradingCountArgs, context: GatewayContext) {
        const moment = await context.moment(args);
        const { id } = await organizationAsked(context, moment, { id: under, field: 'under', mustBeOfToday: true });
        return (await grading.counts.under(context.model, id, moment)).get(status) ?? 0;
      },
    },
    Grading: fieldsOfProcess(grading),
  },
};
`,
    },
  ],
  compilerNames: [`${folder}/grading.view.ts`],
  specsName: { specs: [], says: [] },
  rest: [
    {
      file: 'gateway/src/scope/root-fields.ts',
      after: "  duties: { to: 'each-his-own' },\n",
      insert: "  gradings: under('who-sees-on-the-day'),\n  gradingCount: under('who-sees-today'),\n",
    },
    {
      file: `${folder}/grading.spec.ts`,
      text: `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { gradingStream } from '@zhibu/contracts';
import { register } from '../../testing/duties.ts';
import { dig } from '../../testing/asking.ts';
import { type PlatformUnderTest, platformUnderTest } from '../../testing/platform.ts';

const subject = (branchId: string) => ({ branchId, scheme: 'classification', period: '2022' });
const opened = { editionId: 'classification:示例〔2022〕1号', editionHash: 'e'.repeat(64), roundId: 'W:classification:2022', workCommitteeId: 'W' };
const history = register();
for (const id of ['B1', 'B2'])
  history.record(gradingStream(id, 'classification', '2022'), 'GradingOpened', { ...subject(id), ...opened });
history.grade('B1', '2022', { grade: 'general' });

let platform: PlatformUnderTest;
beforeAll(async () => {
  platform = await platformUnderTest();
});
afterAll(() => platform.stop());

it('lists gradings by where they stand, and counts them under a province', async () => {
  await platform.record(history);
  const asked = '{ gradings(under: "P", status: "opened") { totalCount edges { node { branch { organization { code } } statusLabel steps { says } } } } gradingCount(under: "P", status: "graded") }';
  expect(dig(await platform.ask(asked), 'data')).toEqual({
    gradings: {
      totalCount: 1,
      edges: [{ node: { branch: { organization: { code: 'B2' } }, statusLabel: '评定中', steps: [{ says: '开始定级' }] } }],
    },
    gradingCount: 1,
  });
});
`,
    },
  ],
  generate: ['npm run generate'],
  specs: [`${folder}/grading.spec.ts`, 'gateway/src/read-model.spec.ts'],
};
