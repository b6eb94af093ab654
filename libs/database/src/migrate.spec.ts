import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, MigrationMismatch } from './migrate.ts';
import { migrationsIn, schemaVersions } from './migrations.ts';
import { refuseNewerSchema, SchemaTooNew } from './newer-schema.ts';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from './testing/index.ts';

const root = mkdtempSync(join(tmpdir(), 'zhibu-migrations-'));
let database: TemporaryDatabase;
beforeAll(async () => {
  database = await temporaryDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

/** The folder of a release, with its migrations. */
function release(name: string, migrations: Readonly<Record<string, string>>): string {
  for (const [migration, sql] of Object.entries(migrations)) {
    mkdirSync(join(root, name, migration), { recursive: true });
    writeFileSync(join(root, name, migration, 'migration.sql'), sql);
  }
  return join(root, name);
}

const made = { '0001_made': 'CREATE TABLE kept (a int, b int); GRANT SELECT ON kept TO {{service_role}};\n' };
const expanded = { ...made, '0002_expands': 'ALTER TABLE kept ADD COLUMN c int;\n' };
const passed = { ...expanded, '0003_leaves_b': 'ALTER TABLE kept ALTER COLUMN b SET DEFAULT 0;\n' };
const contracted = {
  ...passed,
  '0004_drops_b': '-- contract, runs with 0003_leaves_b\nALTER TABLE kept DROP COLUMN b;\n',
};
const releases = {
  first: release('first', made),
  second: release('second', expanded),
  third: release('third', passed),
  fourth: release('fourth', contracted),
};

describe.each([
  ['second', 'first', 'runs'],
  ['third', 'first', 'runs'],
  ['fourth', 'fourth', 'runs'],
  ['fourth', 'third', 'runs'],
  ['fourth', 'second', 'is refused'],
  ['fourth', 'first', 'is refused'],
] as const)('on a schema of the %s release', (newer, older, outcome) => {
  let schema: SchemaUnderTest;
  const name = `${newer}_${older}`;
  beforeAll(async () => {
    schema = await database.schema(name, [releases[newer]]);
  });
  const brought = { schema: name, folders: [releases[older]] };

  it(`the ${older} ${outcome}, and so does what migrates for it`, async () => {
    const tried = await Promise.allSettled([
      refuseNewerSchema(schema.service, brought),
      migrate(schema.owner, { ...brought, serviceRole: `${name}_service` }),
    ]);
    expect(tried).toEqual(
      outcome === 'runs'
        ? [expect.objectContaining({ status: 'fulfilled' }), { status: 'fulfilled', value: [] }]
        : tried.map(() => ({ status: 'rejected', reason: expect.any(SchemaTooNew) })),
    );
    expect((await schema.service.query('SELECT * FROM kept')).rows).toEqual([]);
  });
});

it('says what has contracted the schema, what the program brings, and what to do', async () => {
  const { service } = await database.schema('told', [releases.fourth]);
  await expect(refuseNewerSchema(service, { schema: 'told', folders: [releases.second] })).rejects.toMatchObject({
    code: 'SCHEMA_TOO_NEW',
    message:
      'SCHEMA_TOO_NEW: migration 0004_drops_b has contracted schema told for programs that bring 0003_leaves_b; this one ' +
      'brings 0002_expands. Run a release that brings 0003_leaves_b, or restore the backup from before the upgrade',
  });
});

it('lets a program start where nothing was migrated yet, and migrates an older schema only as far as it lacks', async () => {
  const { owner, service } = await database.schema('older', [releases.first]);
  await refuseNewerSchema(service, { schema: 'nowhere', folders: [releases.first] });
  const target = { schema: 'older', serviceRole: 'older_service', folders: [releases.fourth] };
  expect(await migrate(owner, target)).toEqual(['0002_expands', '0003_leaves_b', '0004_drops_b']);
  expect(await migrate(owner, target)).toEqual([]);
});

it('goes on where an earlier program recorded no releases that may run', async () => {
  const { owner, service } = await database.schema('unnamed', [releases.first]);
  await owner.query('ALTER TABLE unnamed._prisma_migrations DROP COLUMN runs_with');
  const target = { schema: 'unnamed', serviceRole: 'unnamed_service', folders: [releases.second] };
  expect(await migrate(owner, target)).toEqual(['0002_expands']);
  await refuseNewerSchema(service, { schema: 'unnamed', folders: [releases.first] });
});

it('refuses one that has changed since it was applied', async () => {
  const { owner } = await database.schema('changed', [releases.first]);
  const edited = release('edited', { '0001_made': 'CREATE TABLE kept (a text);\n' });
  const target = { schema: 'changed', serviceRole: 'changed_service', folders: [edited] };
  await expect(migrate(owner, target)).rejects.toThrow(MigrationMismatch);
});

it.each([
  ['-- contract\n', /begins with "-- contract"; write "-- contract, runs with MIGRATION"/],
  ['--Contracts, runs with 0001_made\n', /begins with/],
  ['\n-- contract, runs with 0001_made\n', /0002_drops is marked as a contraction behind its first line/],
  ['-- contract, runs with 0009_nobody\n', /contracts for programs with 0009_nobody, and there is no such migration/],
])('takes no contraction for an expansion: %j', (first, says) => {
  const folder = release(String(Math.random()), { ...made, '0002_drops': `${first}DROP TABLE kept;\n` });
  expect(() => migrationsIn([folder])).toThrow(says);
});

it('tells the newest migration of each folder of a schema', () => {
  const feed = release('feed', { '0001_feed': 'SELECT 1;\n' });
  expect(schemaVersions([{ schema: 'organization', folders: [feed, releases.fourth] }])).toEqual({
    organization: ['0001_feed', '0004_drops_b'],
  });
});
