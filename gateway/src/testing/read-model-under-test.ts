import { fileURLToPath } from 'node:url';
import { inTransaction, type Pool } from '@zhibu/database';
import { temporaryDatabase } from '@zhibu/database/testing';
import { applyToReadModel } from '../projector.ts';
import { type OpenReadModel, readModelMigrations, readModelOn } from '../read-model.ts';
import { views } from '../views/index.ts';
import type { History } from './history.ts';

/** A read model on a database of its own. */
export interface ReadModelUnderTest {
  readonly model: OpenReadModel;
  /** Owner of the schema. */
  readonly owner: Pool;
  readonly adminUrl: string;
  readonly ownerUrl: string;
  readonly apply: (events: History['events']) => Promise<void>;
  readonly empty: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

export const allTables = views.flatMap((view) => view.tables);

export async function readModelUnderTest(): Promise<ReadModelUnderTest> {
  const database = await temporaryDatabase();
  const { service, owner } = await database.schema('gateway', [fileURLToPath(readModelMigrations)]);
  const model = readModelOn(service);
  return {
    model, owner, adminUrl: database.adminUrl, ownerUrl: database.urlFor('gateway_owner'),
    apply: (events) => inTransaction(service, (transaction) => applyToReadModel(transaction, events)),
    empty: async () => { await owner.query(`TRUNCATE ${allTables.join(', ')}`); },
    drop: async () => {
      await model.prisma.$disconnect();
      await database.drop();
    },
  };
}
