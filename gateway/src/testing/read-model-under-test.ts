import { fileURLToPath } from 'node:url';
import { connect, inTransaction, type Pool } from '@zhibu/database';
import { temporaryDatabase } from '@zhibu/database/testing';
import { feedMigrations } from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import { prepareReadModel } from '../process/partitions.ts';
import { applyToReadModel } from '../projector.ts';
import {
  lockedModel,
  type OpenReadModel,
  type ReadModel,
  readModelMigrations,
  readModelOn,
  readModelSchemas,
} from '../read-model.ts';
import { views } from '../views/index.ts';

/** A read model on a database of its own. */
export interface ReadModelUnderTest {
  /** All of it, as the role reads that answers queries. */
  readonly model: ReadModel;
  /** The same before anybody asks. */
  readonly open: OpenReadModel;
  /** As a gateway has them. */
  readonly pools: { readonly database: Pool; readonly reading: Pool };
  /** Owner of the schema. */
  readonly owner: Pool;
  readonly ownerUrl: string;
  readonly apply: (events: readonly RecordedEvent[]) => Promise<void>;
  readonly empty: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

export const allTables = views.flatMap((view) => view.tables);

export async function readModelUnderTest(): Promise<ReadModelUnderTest> {
  const database = await temporaryDatabase();
  const { service, reader, owner } = await database.schema('gateway', [
    feedMigrations,
    fileURLToPath(readModelMigrations),
  ]);
  await prepareReadModel(owner);
  await makeBuildSchemas(database.adminUrl);
  const open = readModelOn(reader);
  return {
    model: lockedModel(open, 'all'),
    open,
    pools: { database: service, reading: reader },
    owner,
    ownerUrl: database.urlFor('gateway_owner'),
    apply: (events) => inTransaction(service, (transaction) => applyToReadModel(transaction, events)),
    empty: async () => {
      await owner.query(`TRUNCATE ${allTables.join(', ')}`);
    },
    drop: async () => {
      await open.prisma.$disconnect();
      await database.drop();
    },
  };
}

async function makeBuildSchemas(adminUrl: string): Promise<void> {
  const admin = connect(adminUrl, { schema: 'public', max: 1 });
  const { live, build, previous } = readModelSchemas;
  for (const schema of [build, previous]) {
    await admin.query(`CREATE SCHEMA "${schema}" AUTHORIZATION "${live}_owner"`);
    await admin.query(`GRANT USAGE ON SCHEMA "${schema}" TO "${live}_service"`);
  }
  await admin.end();
}
