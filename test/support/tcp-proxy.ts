import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '@zhibu/kernel';

/** What the wire does: nothing, swallow all (the other side is gone and nobody says so), be slow, or break now and then. */
export type Weather = 'fair' | 'half-open' | 'slow' | 'reset';

export interface ProxyOptions {
  /** From 0 to below 1: decides which pieces break a connection. */
  readonly random: () => number;
}

const SLOW_BY_MS = 500;
const RESETS = 0.01;

/** A TCP proxy on this machine between a process and what it leans on. */
export class TcpProxy {
  readonly port: number;
  /** Where it leads to; connections before it is known are refused. */
  target: number | undefined;
  /** How many connections it broke. */
  broken = 0;
  private readonly server: Server;
  private readonly random: () => number;
  private readonly pairs = new Set<Socket>();
  private readonly deaf = new WeakSet<Socket>();
  private current: Weather = 'fair';

  private constructor(port: number, server: Server, options: ProxyOptions) {
    this.port = port;
    this.server = server;
    this.random = options.random;
    server.on('connection', (socket) => this.lead(socket));
  }

  static async open(options: ProxyOptions): Promise<TcpProxy> {
    const port = await freePort();
    // Half-open on purpose: one side that ends says so through here, not by itself.
    const server = createServer({ allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return new TcpProxy(port, server, options);
  }

  get connections(): number {
    return this.pairs.size / 2;
  }

  /** In `half-open` every connection of now, and every new one, is deaf for good: also after the weather is fair again. */
  set weather(weather: Weather) {
    this.current = weather;
    if (weather === 'half-open') for (const socket of this.pairs) this.deaf.add(socket);
  }

  async close(): Promise<void> {
    for (const socket of this.pairs) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }

  private lead(near: Socket): void {
    if (this.target === undefined) {
      near.destroy();
      return;
    }
    const far = connect({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const)
      this.pass(from, to);
    if (this.current === 'half-open') for (const socket of [near, far]) this.deaf.add(socket);
  }

  private pass(from: Socket, to: Socket): void {
    from.setNoDelay(true);
    this.pairs.add(from);
    let order = Promise.resolve();
    const then = (work: () => void): void => {
      const due = Date.now() + (this.current === 'slow' ? SLOW_BY_MS : 0);
      order = order
        .then(() => until(due))
        .then(() => {
          if (!this.deaf.has(from)) work();
        });
    };
    from.on('data', (piece: Buffer) => {
      if (this.current === 'reset' && this.random() < RESETS) this.break(from, to);
      else
        then(() => {
          if (to.writable) to.write(piece);
        });
    });
    from.on('end', () =>
      then(() => {
        to.end();
      }),
    );
    from.on('error', () => undefined);
    from.on('close', () => {
      this.pairs.delete(from);
      if (!this.deaf.has(from))
        then(() => {
          to.destroy();
        });
    });
  }

  private break(from: Socket, to: Socket): void {
    this.broken += 1;
    from.resetAndDestroy();
    to.resetAndDestroy();
  }
}

function until(due: number): Promise<void> | undefined {
  const wait = due - Date.now();
  return wait > 0
    ? new Promise((resolve) => {
        setTimeout(resolve, wait);
      })
    : undefined;
}
