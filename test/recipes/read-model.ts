import type { Recipe } from './recipe.ts';

const folder = 'gateway/src/views/former-name';

/** A sample: every name that an organization has had (曾用名). */
export const readModel: Recipe = {
  name: 'New read model',
  declaration: [
    {
      file: `${folder}/former-name.graphql`,
      text: `extend type Query {
  "Every name that an organization was given, in the order of recording."
  formerNames(organizationId: ID!): [String!]!
}
`,
    },
    {
      file: `${folder}/former-name.projection.ts`,
      text: `import { isOneOf, organizationEvents } from '@zhibu/contracts';
import type { Table } from '@zhibu/database';
import type { View } from '../view.ts';

const formerName: Table = { name: 'former_name', columns: { organization_id: 'text', revision: 'integer', name: 'text' } };
const isNaming = isOneOf(organizationEvents.OrganizationRegistered, organizationEvents.OrganizationRenamed);

/** The names that organizations have had. */
export const formerNameView: View = {
  name: 'former-name',
  tables: ['former_name'],
  details: { former_name: 'organization_id' },
  unit: 'former-name',
  takes: new Set(['OrganizationRegistered', 'OrganizationRenamed']),
  facts: (events) => [{
    table: formerName,
    rows: events.filter(isNaming).map(({ revision, data }) => ({ organization_id: data.organizationId, revision, name: data.name })),
  }],
};
`,
    },
    {
      file: `${folder}/former-name.resolver.ts`,
      text: `import type { QueryFormerNamesArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { subjectAsked } from '../../request/subject-asked.ts';
import type { Resolvers } from '../../schema/resolvers.ts';

export const formerNameResolvers: Resolvers = {
  Query: {
    async formerNames(_: unknown, { organizationId }: QueryFormerNamesArgs, context: GatewayContext): Promise<readonly string[]> {
      const asked = { id: organizationId, field: 'organizationId', code: 'ORGANIZATION_UNKNOWN' } as const;
      const { id } = await subjectAsked(context, asked, context.today);
      const rows = await context.model.prisma.formerName.findMany({ where: { organizationId: id }, orderBy: { revision: 'asc' } });
      return rows.map((row) => row.name);
    },
  },
};
`,
    },
  ],
  compilerNames: [`${folder}/former-name.resolver.ts`],
  specsName: { specs: ['gateway/src/read-model.spec.ts'], says: [/former_name/] },
  rest: [
    {
      file: 'gateway/src/scope/root-fields.ts',
      after: "  duties: { to: 'each-his-own' },\n",
      insert:
        "  formerNames: { to: 'who-sees-today', subject: 'organizationId', refusedAs: 'ORGANIZATION_UNKNOWN' },\n",
    },
    {
      file: 'gateway/prisma/schema.prisma',
      after: '  @@map("grading_input")\n}\n',
      insert: `
model FormerName {
  organizationId String @map("organization_id")
  revision       Int
  name           String

  @@id([organizationId, revision])
  @@map("former_name")
}
`,
    },
    {
      file: 'gateway/prisma/migrations/9001_former_name/migration.sql',
      text: `CREATE TABLE former_name (
  organization_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (organization_id, revision)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON former_name TO {{service_role}};
`,
    },
    {
      file: 'gateway/src/views/index.ts',
      after: "import { focusResolvers } from './focus/focus.resolver.ts';\n",
      insert: `import { formerNameView } from './former-name/former-name.projection.ts';
import { formerNameResolvers } from './former-name/former-name.resolver.ts';
`,
    },
    {
      file: 'gateway/src/views/index.ts',
      after: '  { resolvers: focusResolvers },\n',
      insert: '  { resolvers: formerNameResolvers, view: formerNameView },\n',
    },
    {
      file: `${folder}/former-name.spec.ts`,
      text: `import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { History } from '../../testing/history.ts';
import { dig } from '../../testing/asking.ts';
import { type PlatformUnderTest, platformUnderTest } from '../../testing/platform.ts';
import { type ReadModelUnderTest, readModelUnderTest } from '../../testing/read-model-under-test.ts';

const history = new History().register('U', 'unit').organization('U', 'OrganizationRenamed', { name: '新名' });
let under: ReadModelUnderTest;
let platform: PlatformUnderTest;
beforeAll(async () => {
  under = await readModelUnderTest();
  platform = await platformUnderTest();
});
afterAll(async () => {
  await platform.stop();
  await under.drop();
});

it('keeps every name once, however often the events come', async () => {
  await under.apply(history.events);
  await under.apply(history.events);
  expect((await under.model.prisma.formerName.findMany()).map((row) => row.name)).toEqual(['U组织', '新名']);
});

it('answers them by GraphQL', async () => {
  await platform.record(history);
  expect(dig(await platform.ask('{ formerNames(organizationId: "U") }'), 'data', 'formerNames')).toEqual(['U组织', '新名']);
});
`,
    },
  ],
  generate: ['npm run generate'],
  specs: [`${folder}/former-name.spec.ts`, 'gateway/src/read-model.spec.ts'],
};
