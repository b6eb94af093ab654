import { timingSafeEqual } from 'node:crypto';
import { refusal } from '@zhibu/contracts';
import type { Request } from 'express';
import { hashOf } from './sessions.ts';
import type { ThisMachine } from './this-machine.ts';

/** By what somebody without a session is taken for the operator. */
export interface OperatorAccess {
  /** What `Authorization: Bearer …` shows; without one nobody is taken for him by that. */
  readonly token?: string | undefined;
  /** Whether a program of this machine needs none, where this machine alone is listened to; so it is unless told. */
  readonly withoutToken?: 'loopback' | 'never';
}

const BEARER = /^bearer +([\w-]+)$/i;

/** Tells the operator from everybody else. */
export class OperatorDoor {
  private readonly hash: Buffer | undefined;
  private readonly needsToken: boolean;
  private readonly machine: ThisMachine;

  constructor({ token, withoutToken = 'loopback' }: OperatorAccess, machine: ThisMachine) {
    this.hash = token === undefined ? undefined : hashOf(token);
    this.needsToken = withoutToken === 'never';
    this.machine = machine;
  }

  /**
   * Whether the operator sends a request. A token that is shown and not his is refused, from whatever address: nobody
   * becomes the operator by a wrong one.
   * @param showsSession whether a session is shown beside
   * @throws Refusal OPERATOR_TOKEN_REFUSED
   */
  admits(request: Request, showsSession: boolean): boolean {
    const [shown, ...others] = authorizationsOf(request);
    if (shown === undefined) return !showsSession && !this.needsToken && this.machine.sends(request);
    if (others.length > 0 || showsSession || !this.isToken(shown)) throw refusal('OPERATOR_TOKEN_REFUSED');
    return true;
  }

  private isToken(shown: string): boolean {
    const [, token] = BEARER.exec(shown.trim()) ?? [];
    return token !== undefined && this.hash !== undefined && timingSafeEqual(hashOf(token), this.hash);
  }
}

/** Every one that is sent: Node tells of the first alone. */
const authorizationsOf = ({ rawHeaders }: Request): readonly string[] =>
  rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() === 'authorization' ? [rawHeaders[index + 1] ?? ''] : [],
  );
