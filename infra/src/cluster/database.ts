import getPort from 'get-port';
import { type Connections } from '../launcher/connections.ts';
import { type OpenDatabase, startPostgres } from '../launcher/database.ts';
import type { DataFolder } from '../launcher/data-folder.ts';
import { type RunningPostgres, runPostgres } from '../launcher/postgres.ts';
import { gone } from '../launcher/running.ts';

const GONE_WITHIN_MS = 30_000;

/**
 * The PostgreSQL under a cluster: real, durable, on a TCP port as a cluster's is, which it keeps when it is killed and
 * started again; what lies between it and the processes can be disturbed.
 */
export class ClusterDatabase {
  readonly connections: Connections;
  readonly port: number;
  private readonly folder: DataFolder;
  private server: RunningPostgres;

  private constructor(folder: DataFolder, { server, ...connections }: OpenDatabase) {
    this.folder = folder;
    this.connections = connections;
    this.server = server;
    this.port = server.address.port;
  }

  /** Starts it and brings its schemas up to this program. */
  static async open(folder: DataFolder): Promise<ClusterDatabase> {
    const address = { port: await getPort({ host: '127.0.0.1' }) };
    return new ClusterDatabase(folder, await startPostgres(folder, { address }));
  }

  get pid(): number {
    return this.server.pid;
  }

  /** Starts it again after it was killed or stopped; it reads its log first. */
  async start(): Promise<void> {
    this.server = await runPostgres(this.folder, { address: { port: this.port } });
  }

  /** SIGQUIT: ends at once, nothing written back, as `pg_ctl stop -m immediate` does. */
  async killImmediately(): Promise<void> {
    process.kill(this.pid, 'SIGQUIT');
    await gone(this.pid, GONE_WITHIN_MS);
  }

  /** SIGKILL to the server's first process; its sessions notice and end too. */
  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await gone(this.pid, GONE_WITHIN_MS);
  }

  async stop(withinMs?: number): Promise<void> {
    await this.server.stop(withinMs);
  }
}
