import { freePort } from '@zhibu/kernel';
import { type Connections } from '../launcher/connections.ts';
import { type OpenDatabase, startPostgres } from '../launcher/database.ts';
import type { DataFolder } from '../launcher/data-folder.ts';
import type { LaunchFault } from '../launcher/fault.ts';
import { MindedPostgres } from '../launcher/minding.ts';
import { runPostgres } from '../launcher/postgres.ts';
import type { Say } from '../launcher/vocabulary.ts';
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
  private readonly minded: MindedPostgres;

  private constructor(folder: DataFolder, { server, ...connections }: OpenDatabase, say: Say) {
    this.folder = folder;
    this.connections = connections;
    this.minded = new MindedPostgres(folder, server, { say });
    this.port = server.address.port;
  }

  /** Starts it, brings its schemas up to this program, and minds it. */
  static async open(folder: DataFolder, say: Say, signal?: AbortSignal): Promise<ClusterDatabase> {
    const address = { port: await freePort() };
    return new ClusterDatabase(folder, await startPostgres(folder, { address, signal }), say);
  }

  get pid(): number {
    return this.minded.pid;
  }

  /** Why it could not be started again after it ended by itself; settles only then. */
  get lost(): Promise<LaunchFault> {
    return this.minded.lost;
  }

  /** Starts it again after it was killed or stopped from here; it reads its log first. */
  async start(): Promise<void> {
    this.minded.mindAgain(await runPostgres(this.folder, { address: { port: this.port } }));
  }

  /** SIGQUIT: ends at once, nothing written back, as `pg_ctl stop -m immediate` does; it is left so. */
  killImmediately(): Promise<void> {
    return this.killedBy('SIGQUIT');
  }

  /** SIGKILL to the server's first process; its sessions notice and end too; it is left so. */
  kill(): Promise<void> {
    return this.killedBy('SIGKILL');
  }

  async stop(withinMs?: number): Promise<void> {
    await this.minded.stop(withinMs);
  }

  private async killedBy(signal: NodeJS.Signals): Promise<void> {
    const { pid } = await this.minded.leave();
    process.kill(pid, signal);
    await gone(pid, GONE_WITHIN_MS);
  }
}
