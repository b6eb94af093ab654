import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Tally } from './tally.ts';

const PROGRAM = fileURLToPath(new URL('served.cli.ts', import.meta.url));

/** A stand-in that shares no thread with whoever asks it. */
export class ServedStandIn {
  readonly connectionString: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, connectionString: string) {
    this.child = child;
    this.connectionString = connectionString;
  }

  static async start(): Promise<ServedStandIn> {
    const child = fork(PROGRAM, { execArgv: ['--no-warnings'] });
    const [said]: { readonly connectionString: string }[] = await once(child, 'message');
    return new ServedStandIn(child, said?.connectionString ?? '');
  }

  /** What was asked of it up to now, told and written. */
  async tally(): Promise<Tally> {
    this.child.send('tally');
    const [said]: { readonly tally: Readonly<Record<string, number>> }[] = await once(this.child, 'message');
    return Tally.of(said?.tally ?? {});
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
