import type { Request } from 'express';
import { isLoopback } from '../access/loopback.ts';
import { principalOf } from '../access/principal.ts';
import { LOCAL_OPERATOR, OPERATOR_HEADER } from './actor.ts';

/** Whose turns and whose budget a request takes. */
export interface Asker {
  readonly name: string;
  /** A program on this machine, as an operator's commands are, and another process before which nobody stands. */
  readonly isLocal: boolean;
}

/** So much of a header makes a name. */
const LONGEST = 128;

/**
 * Who sends a request: the person whose session it is, else whom the operator says that he acts for, else the address he
 * comes from. Who is only named takes nothing from the person of that name.
 */
export function askerOf(request: Pick<Request, 'headers' | 'socket'>): Asker {
  const { headers, socket } = request;
  const principal = principalOf(request);
  if (principal.kind === 'person') return { name: `person ${principal.personId}`, isLocal: false };
  const address = socket.remoteAddress ?? '';
  const operator = String(headers[OPERATOR_HEADER] ?? '');
  const isNamed = operator !== '' && operator !== LOCAL_OPERATOR;
  // A name is only said, so it takes nothing from a program of this machine: an import is sent in somebody's name too.
  return { name: isNamed ? `named ${operator.slice(0, LONGEST)}` : `address ${address}`, isLocal: isLoopback(address) };
}

/** Whether a sender says who he is; whoever does not may not send batches of megabytes. */
export const isKnownSender = (request: Pick<Request, 'headers'>): boolean =>
  principalOf(request).kind === 'person' || Boolean(request.headers[OPERATOR_HEADER]);
