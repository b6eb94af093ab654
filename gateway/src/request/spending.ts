import type { Request } from 'express';
import type { limitsPlugin } from '../schema/limits.ts';
import { refusedOperation } from '../schema/refused-operation.ts';
import { askerOf } from './asker.ts';
import { hasNoDeadline } from './deadline.ts';
import type { Turns } from './turns.ts';

/** Takes a price off what a sender has left. @throws Refusal BUDGET_SPENT */
export const spendingOf =
  (turns: Turns) =>
  (request: Request, price: number): void =>
    turns.spend(askerOf(request), price);

/** What an operation costs is taken off what its sender has left. */
export const spending =
  (turns: Turns): Parameters<typeof limitsPlugin>[0] =>
  ({ req }, { price, isCommand }) => {
    if (isCommand) hasNoDeadline(req);
    try {
      spendingOf(turns)(req, price);
    } catch (error) {
      throw refusedOperation(error);
    }
  };
