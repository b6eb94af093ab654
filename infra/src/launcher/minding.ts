import { setTimeout as pause } from 'node:timers/promises';
import type { DataFolder } from './data-folder.ts';
import { LaunchFault, launchFaultOf, postgresFault } from './fault.ts';
import { type RunningPostgres, runPostgres } from './postgres.ts';
import { faults, notices, type Say } from './vocabulary.ts';

/** How long a server that has ended is tried to be started again before it is given up, in milliseconds. */
const TRIED_FOR_MS = 30_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** A server that ends so often within so long is not kept alive any longer: something else is wrong. */
const ENDINGS = { most: 10, withinMs: 300_000 } as const;

/** How a server is minded. */
export interface Minding {
  /** Told when it has ended, and when it is there again. */
  readonly say: Say;
  /** So long it is tried to be started again, in milliseconds; 30,000 unless told. */
  readonly triedForMs?: number;
}

/**
 * Minds a running server: where it ends without being asked to (killed, or by its own PANIC), it is started again at the
 * same address, and the sessions of the applications come back by themselves.
 */
export class MindedPostgres {
  /** Why it could not be started again; settles only then. */
  readonly lost: Promise<LaunchFault>;
  private readonly folder: DataFolder;
  private readonly say: Say;
  private readonly triedForMs: number;
  private server: RunningPostgres;
  private left = new AbortController();
  private readonly endings: number[] = [];
  private giveUp: (fault: LaunchFault) => void = () => undefined;
  private minding: Promise<void>;

  constructor(folder: DataFolder, server: RunningPostgres, { say, triedForMs = TRIED_FOR_MS }: Minding) {
    this.folder = folder;
    this.server = server;
    this.say = say;
    this.triedForMs = triedForMs;
    this.lost = new Promise((resolve) => {
      this.giveUp = resolve;
    });
    this.minding = this.mind(this.left.signal);
  }

  /** Of the server's first process as it runs now. */
  get pid(): number {
    return this.server.pid;
  }

  /** Leaves it alone: from now on it may end. @returns the server as it runs now */
  async leave(): Promise<RunningPostgres> {
    this.left.abort();
    await this.minding;
    return this.server;
  }

  /** Minds another server on the same folder, after {@link leave}. */
  mindAgain(server: RunningPostgres): void {
    this.server = server;
    this.left = new AbortController();
    this.minding = this.mind(this.left.signal);
  }

  /** Ends the server, wherever it was. */
  async stop(withinMs?: number): Promise<void> {
    await (await this.leave()).stop(withinMs);
  }

  private async mind(left: AbortSignal): Promise<void> {
    const asked = new Promise<void>((resolve) => {
      left.addEventListener('abort', () => resolve(), { once: true });
    });
    for (;;) {
      await Promise.race([this.server.ended, asked]);
      if (left.aborted) return;
      this.say(notices.postgresEnded);
      const fault = this.endsTooOften() ? new LaunchFault(faults.postgresEndsAgain) : await this.restarted(left);
      if (left.aborted) return;
      if (fault) return this.giveUp(new LaunchFault(faults.postgresLost(fault.wording)));
      this.say(notices.postgresBack);
    }
  }

  private endsTooOften(): boolean {
    const now = Date.now();
    this.endings.push(now);
    return this.endings.filter((at) => now - at < ENDINGS.withinMs).length > ENDINGS.most;
  }

  /** Starts it again, trying while it may still help. @returns why it cannot be */
  private async restarted(left: AbortSignal): Promise<LaunchFault | undefined> {
    const until = Date.now() + this.triedForMs;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      try {
        this.server = await runPostgres(this.folder, { address: this.server.address, signal: left });
        return undefined;
      } catch (error) {
        const fault = launchFaultOf(error, this.folder.path) ?? postgresFault(String(error), this.folder.path);
        if (left.aborted || Date.now() + wait > until) return fault;
        await pause(wait, undefined, { signal: left }).catch(() => undefined);
      }
    }
  }
}
