import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Pool } from '@zhibu/database';
import { type Connections, withDatabase } from '@zhibu/infra';
import { sha256 } from '@zhibu/kernel';
import { repository } from '../support/platform.ts';

// What a kept folder's content hangs on: the tables, what the benchmarks make of it, and, where the read model is kept,
// how projections fill it.
const TABLES = ['{libs,services}/*/migrations/*/migration.sql', 'gateway/prisma/migrations/*/migration.sql'];
const MADE_BY = {
  country: [
    ...TABLES,
    'gateway/src/**/*.{projection,rules}.ts',
    'test/bench/{country,duties,facts,filling,supervised}.ts',
  ],
  stored: [...TABLES, 'test/bench/{facts,imported,stored}.ts'],
  fresh: TABLES,
};

/** A database of its own with every schema of the platform, empty. */
export interface FreshDatabase extends Connections {
  readonly owner: (schema: string, max?: number) => Pool;
}

/** What benchmarks stand on: data folders as `npm start` makes them, with the launcher's own PostgreSQL and settings. */
export class Ground {
  readonly branches: number;
  readonly events: number;
  /** A small city and few rounds, for who changes a benchmark or looks for a first figure. */
  readonly short: boolean;
  private readonly only: readonly string[];

  constructor(options: {
    readonly branches: number;
    readonly events: number;
    readonly only: readonly string[];
    readonly short: boolean;
  }) {
    this.branches = options.branches;
    this.events = options.events;
    this.only = options.only;
    this.short = options.short;
  }

  wants(name: string): boolean {
    return this.only.length === 0 || this.only.includes(name);
  }

  tell(text: string): void {
    process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
  }

  /** A data folder that is kept from run to run, until what makes its content changes. */
  folder(name: string): string {
    const all = join(repository, '.cache', 'bench');
    const kept = `${name}-${fingerprintOf(name)}`;
    mkdirSync(all, { recursive: true });
    for (const other of readdirSync(all)) {
      if (other.startsWith(`${name}-`) && !other.startsWith(kept))
        rmSync(join(all, other), { recursive: true, force: true });
    }
    return join(all, kept);
  }

  /** Fills a kept folder, unless that is done. */
  async filled(name: string, fill: (connections: Connections) => Promise<void>): Promise<void> {
    const mark = `${this.folder(name)}.filled`;
    if (existsSync(mark)) return;
    this.tell(`filling ${name} …`);
    rmSync(this.folder(name), { recursive: true, force: true });
    await this.on(name, fill);
    writeFileSync(mark, '');
  }

  /** Works on the database of a kept folder, its server started for the time unless the platform runs on it. */
  on<Result>(name: string, work: (connections: Connections) => Promise<Result>): Promise<Result> {
    return withDatabase(this.folder(name), work, 'bench');
  }

  /** Works on an empty database, dropped afterwards. */
  onFresh<Result>(work: (database: FreshDatabase) => Promise<Result>): Promise<Result> {
    return this.on('fresh', async (connections) => {
      const admin = connect(connections.adminUrl, { schema: 'public', max: 1 });
      const pools: Pool[] = [];
      const moved = (url: string): string => Object.assign(new URL(url), { pathname: '/bench' }).toString();
      const database: FreshDatabase = {
        adminUrl: moved(connections.adminUrl),
        url: (schema, role) => moved(connections.url(schema, role)),
        owner: (schema, max = 4) => {
          const pool = connect(moved(connections.url(schema, 'owner')), { schema, max });
          pools.push(pool);
          return pool;
        },
      };
      try {
        await admin.query('DROP DATABASE IF EXISTS bench WITH (FORCE)');
        await admin.query('CREATE DATABASE bench TEMPLATE zhibu');
        return await work(database);
      } finally {
        await Promise.all(pools.map((pool) => pool.end()));
        await admin.query('DROP DATABASE IF EXISTS bench WITH (FORCE)');
        await admin.end();
      }
    });
  }
}

function fingerprintOf(name: string): string {
  const patterns = Object.entries(MADE_BY).find(([kind]) => name.startsWith(kind))?.[1];
  if (!patterns) throw new Error(`nobody says what ${name} hangs on`);
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: repository })).sort();
  return sha256(files.map((file) => sha256(readFileSync(join(repository, file)))).join('')).slice(0, 12);
}
