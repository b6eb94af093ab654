import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import { connect, type Pool, type Sql, sqlUnder } from '@zhibu/database';
import { PrismaClient } from './generated/prisma/client.ts';
import { type Roots, settingOf } from './second-lock/roots.ts';

/** Where the migrations of the read model lie, in Prisma's layout. */
export const readModelMigrations = new URL('../prisma/migrations', import.meta.url);

/** Schema `gateway` holds the live tables; a build grows in the second, and the one before is kept in the third. */
export const readModelSchemas = { live: 'gateway', build: 'gateway_build', previous: 'gateway_previous' } as const;

/** Where look-ups read: plain SQL for set-based work, Prisma for simple reads, both on one pool and behind the second lock. */
export interface ReadModel {
  readonly sql: Sql;
  readonly prisma: PrismaClient;
  /**
   * Past the second lock: for figures, and for findings that rest on other organizations' facts, which are the same for
   * whoever asks. A statement that goes here answers no row of details.
   */
  readonly figures: Sql;
}

/** The read model while nobody asks: as the reader's role it shows no details. {@link lockedModel} opens it as far as somebody may see. */
export interface OpenReadModel {
  readonly pool: Pool;
  /** Its statements see as far as `within` says. */
  readonly prisma: PrismaClient;
  readonly within: AsyncLocalStorage<Sql>;
  readonly close: () => Promise<void>;
}

/**
 * Opens the read model for its look-ups.
 * @param url connection string of the role that queries are answered as
 * @param max connections at most; 8 unless told
 */
export function openReadModel(url: string, max = 8): OpenReadModel {
  return readModelOn(connect(url, { schema: readModelSchemas.live, max }));
}

/** The read model over a pool that exists; closing it ends the pool. */
export function readModelOn(pool: Pool): OpenReadModel {
  const within = new AsyncLocalStorage<Sql>();
  // Prisma asks its pool long after it was called, but in the same asynchronous context.
  const scoped = new Proxy(pool, {
    get: (target, name) => Reflect.get(name === 'query' ? (within.getStore() ?? target) : target, name),
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(scoped, { schema: readModelSchemas.live }) });
  return {
    pool,
    prisma,
    within,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/**
 * The read model as far as somebody may see: of details the rows of organizations that ever stood under one of his roots.
 * The second lock, behind the one at the entry (`context.access`): PostgreSQL keeps it, whatever statement is sent.
 * @param roots organizations, by their ids; 'all' for the platform's own readers and the operator; asked for with every
 *   statement where duties must be read first
 */
export function lockedModel({ pool, prisma, within }: OpenReadModel, roots: Roots | (() => Promise<Roots>)): ReadModel {
  const sql = sqlUnder(pool, async () => settingOf(typeof roots === 'function' ? await roots() : roots));
  return { sql, prisma: prismaWithin(prisma, within, sql), figures: sqlUnder(pool, () => settingOf('all')) };
}

/** Prisma's models, their calls made in the context of `sql`; it sends nothing before it is awaited, so that is done there. */
function prismaWithin(prisma: PrismaClient, within: AsyncLocalStorage<Sql>, sql: Sql): PrismaClient {
  const inContext = <Of extends object>(of: Of): Of =>
    new Proxy(of, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name);
        if (typeof found === 'function')
          return (...sent: readonly unknown[]): Promise<unknown> =>
            within.run(sql, async () => {
              const answer: unknown = await Reflect.apply(found, target, [...sent]);
              return answer;
            });
        return typeof found === 'object' && found !== null ? inContext(found) : found;
      },
    });
  return inContext(prisma);
}
