import { refusal } from '@zhibu/contracts';
import type { Request, RequestHandler } from 'express';
import { refused } from './bodies.ts';
import { type Asker, askerOf } from './asker.ts';

/** How much one principal may ask at once, and a minute. */
export interface Allowance {
  /** Operations that are worked on at once; more wait in turn. */
  readonly atOnce: number;
  /** Prices of a minute; see {@link priceOf}. */
  readonly priceAMinute: number;
}

/** What people and other machines have, and what the programs of this machine have. */
export interface Allowances {
  readonly each: Allowance;
  readonly local: Allowance;
}

export const allowancesUnlessTold: Allowances = {
  each: { atOnce: 2, priceAMinute: 30_000 },
  local: { atOnce: 32, priceAMinute: 6_000_000 },
};

/** An operation is answered within so long, what it waits for its turn included. */
export const OPERATION_WITHIN_MS = 10_000;
/** So many of one principal wait; whoever sends more is told so at once. */
const WAITING = 200;
const A_MINUTE = 60_000;
/** Principals whose budgets are remembered; the one that asked longest ago is forgotten. */
const REMEMBERED = 10_000;

interface Standing {
  running: number;
  readonly waiting: (() => void)[];
}

/** Who works, who waits, and what each has left. */
export class Turns {
  private readonly allowances: Allowances;
  private readonly now: () => number;
  private readonly standings = new Map<string, Standing>();
  private readonly budgets = new Map<string, { left: number; at: number }>();

  constructor(allowances: Allowances, now: () => number = Date.now) {
    this.allowances = allowances;
    this.now = now;
  }

  /**
   * Waits for a turn. @returns what gives it back
   * @throws Refusal TOO_MANY_AT_ONCE when it does not come in time, or too many wait already
   */
  async take(asker: Asker, withinMs: number): Promise<() => void> {
    const standing = this.standings.get(asker.name) ?? { running: 0, waiting: [] };
    this.standings.set(asker.name, standing);
    if (standing.running < this.of(asker).atOnce) standing.running += 1;
    else await this.waited(standing, withinMs);
    let given = false;
    return () => {
      if (!given) this.give(asker, standing);
      given = true;
    };
  }

  /** Takes a price off what a principal has left. @throws Refusal BUDGET_SPENT */
  spend(asker: Asker, price: number): void {
    const { priceAMinute } = this.of(asker);
    const [at, known] = [this.now(), this.budgets.get(asker.name)];
    const gained = known ? ((at - known.at) / A_MINUTE) * priceAMinute : 0;
    const left = Math.min(priceAMinute, (known?.left ?? priceAMinute) + gained);
    this.budgets.delete(asker.name);
    this.budgets.set(asker.name, { left: Math.max(0, left - price), at });
    const [oldest] = this.budgets.size > REMEMBERED ? this.budgets.keys() : [];
    if (oldest !== undefined) this.budgets.delete(oldest);
    if (left < price) throw refusal('BUDGET_SPENT', { price, left: Math.floor(left), limit: priceAMinute });
  }

  private of({ isLocal }: Asker): Allowance {
    return isLocal ? this.allowances.local : this.allowances.each;
  }

  /** A turn is handed on, so that nobody who comes later takes it. */
  private give({ name }: Asker, standing: Standing): void {
    const next = standing.waiting.shift();
    if (next) return next();
    standing.running -= 1;
    if (standing.running === 0) this.standings.delete(name);
  }

  private waited({ waiting, running }: Standing, withinMs: number): Promise<void> {
    if (waiting.length >= WAITING) throw refusal('TOO_MANY_AT_ONCE', { atOnce: running, waiting: waiting.length });
    return new Promise((resolve, reject) => {
      const called = (): void => {
        clearTimeout(late);
        resolve();
      };
      const late = setTimeout(() => {
        waiting.splice(waiting.indexOf(called), 1);
        reject(refusal('TOO_MANY_AT_ONCE', { atOnce: running, waiting: waiting.length }));
      }, withinMs);
      waiting.push(called);
    });
  }
}

/** Lets a request go on when its sender has a turn; the turn ends with the answer, or with the connection. */
export function inTurn(turns: Turns): RequestHandler {
  return async (request, response, next) => {
    try {
      const give = await turns.take(askerOf(request), OPERATION_WITHIN_MS);
      if (response.destroyed || response.closed) return give();
      response.once('close', give);
      next();
    } catch (error) {
      if (!isOfGraphql(request) || !refused(response, error)) next(error);
    }
  };
}

const isOfGraphql = ({ baseUrl }: Request): boolean => baseUrl === '/graphql';
