import type { Server } from 'node:http';
import type { Request } from 'express';
import { isLoopback } from './loopback.ts';

/** What a request says that came through somebody else, wherever it comes from now. */
const FORWARDED =
  /^(?:forwarded|via|x-forwarded.*|x-(?:real|client|cluster-client)-ip|(?:cf-connecting|true-client)-ip)$/;
/** From where a browser says that a request comes, when it is nobody else's page. */
const OWN_PAGE: readonly unknown[] = [undefined, 'none', 'same-origin'];

/** Tells requests of this machine, where nobody else can send any, from all others. */
export class ThisMachine {
  private isListenedToAlone = (): boolean => false;
  private readonly isAlone: boolean;

  /** @param isAlone whether nothing that is set says that others reach this machine: no proxy, no name but the loopback's */
  constructor(isAlone: boolean) {
    this.isAlone = isAlone;
  }

  /** Once it is known which server answers; before, no request is of this machine. */
  servedBy(server: Server): this {
    let at = server.address();
    // Asked each time: it may not listen yet; and one that is ending has no address, while it answers what had begun.
    this.isListenedToAlone = () => {
      at = server.address() ?? at;
      return typeof at === 'object' && isLoopback(at?.address);
    };
    server.once('listening', this.isListenedToAlone);
    return this;
  }

  /** Whether this machine alone is listened to, and sends the request itself. */
  sends(request: Pick<Request, 'socket' | 'headers' | 'httpVersion'>): boolean {
    return this.isAlone && this.isOwnConnection(request) && isDirect(request) && isOfOwnPage(request);
  }

  private isOwnConnection({ socket }: Pick<Request, 'socket'>): boolean {
    return this.isListenedToAlone() && isLoopback(socket.remoteAddress);
  }
}

/** Whether nothing says that somebody passed it on; a proxy that says nothing often speaks HTTP/1.0. */
const isDirect = ({ headers, httpVersion }: Pick<Request, 'headers' | 'httpVersion'>): boolean =>
  httpVersion !== '1.0' && !Object.keys(headers).some((name) => FORWARDED.test(name));

/** A page of somebody else may lead here, and load nothing from here: it would ask as the operator. */
const isOfOwnPage = ({ headers }: Pick<Request, 'headers'>): boolean =>
  OWN_PAGE.includes(headers['sec-fetch-site']) || headers['sec-fetch-mode'] === 'navigate';

/** Whether an address that browsers show is of this machine alone. */
export function isOfThisMachine(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || isLoopback(hostname.replaceAll(/[[\]]/g, ''));
}
