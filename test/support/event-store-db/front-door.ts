import { connect, createServer, type Server, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** The port of a node: it leads to the node, or takes whoever comes and lets nothing through, as the kernel of a stopped process does. */
export class FrontDoor {
  private readonly server: Server;
  private readonly target: number;
  private readonly pairs = new Map<Socket, Socket>();
  private frozen = false;

  private constructor(server: Server, target: number) {
    this.server = server;
    this.target = target;
    server.on('connection', (near) => this.lead(near));
  }

  static async open(port: number, target: number): Promise<FrontDoor> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, HOST, resolve);
    });
    return new FrontDoor(server, target);
  }

  freeze(): void {
    this.frozen = true;
    for (const [near, far] of this.pairs) {
      near.unpipe(far).pause();
      far.unpipe(near).pause();
    }
  }

  wake(): void {
    this.frozen = false;
    for (const [near, far] of this.pairs) near.pipe(far).pipe(near);
  }

  /** As a process that is killed: every connection is cut. */
  close(): void {
    this.server.close();
    for (const [near, far] of this.pairs) {
      near.destroy();
      far.destroy();
    }
    this.pairs.clear();
  }

  private lead(near: Socket): void {
    const far = connect({ port: this.target, host: HOST, noDelay: true });
    this.pairs.set(near, far);
    const over = (): void => {
      near.destroy();
      far.destroy();
      this.pairs.delete(near);
    };
    for (const socket of [near, far]) socket.on('error', over).on('close', over);
    if (!this.frozen) near.pipe(far).pipe(near);
  }
}
