import { cpus, loadavg, totalmem } from 'node:os';
import pg from 'pg';

/** Where the figures come from. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** Over the five minutes before the first figure: what else the machine was doing. */
  readonly loadBefore: number;
  readonly platform: string;
  readonly node: string;
  readonly postgres: string;
  /** What makes a commit durable, as the server has it. */
  readonly durability: Readonly<Record<string, string>>;
}

const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size'];

/** This machine, with the server that the benchmarks run on. */
export async function machine(adminUrl: string): Promise<Machine> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const version = await client.query<{ version: string }>('SELECT version()');
    const found = await client.query<{ name: string; setting: string }>(
      'SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name',
      [settings],
    );
    return {
      date: new Date().toISOString().slice(0, 10),
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      loadBefore: Number((loadavg()[1] ?? 0).toFixed(1)),
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
      postgres: version.rows[0]?.version.split(' on ')[0] ?? 'unknown',
      durability: Object.fromEntries(found.rows.map(({ name, setting }) => [name, setting])),
    };
  } finally {
    await client.end();
  }
}

/** In one sentence. */
export function machineText({ durability, ...on }: Machine): string {
  const durable = Object.entries(durability)
    .map(([name, setting]) => `${name}=${setting}`)
    .join(' ');
  return `${on.date}: ${on.cpu}, ${on.cores} cores, ${on.memoryGiB} GiB, load ${on.loadBefore} before, ${on.platform}, Node ${on.node}, ${on.postgres} (${durable})`;
}
