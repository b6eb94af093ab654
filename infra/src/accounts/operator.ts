import type { Wording } from '@zhibu/contracts';
import type { Accounts, AccountState } from '@zhibu/gateway';
import { exits, OperatorFault } from '../operator/fault.ts';
import { faults, says } from './vocabulary.ts';
import type { Wish } from './wish.ts';

/** What an operator's wish is granted with. */
export interface Desk {
  readonly accounts: Accounts;
  /** The token of a link that makes the administrators; undefined where there are some. */
  readonly founding: () => Promise<string | undefined>;
  /** Notes in the log of accesses what was done, about whom. */
  readonly note: (operation: string, subjects: readonly string[]) => void;
  /** A line for programs to read. */
  readonly line: (text: string) => void;
  readonly say: (wording: Wording) => void;
  /** The address that people open. */
  readonly url: string;
}

/** Grants a wish. @throws OperatorFault for an account that is not there, or is there already */
export async function grant(wish: Wish, desk: Desk): Promise<void> {
  const { accounts, say } = desk;
  switch (wish.action) {
    case 'list':
      return list(await accounts.list(), desk);
    case 'link':
      return link(desk);
    case 'add': {
      const token = await accounts.add(wish);
      if (token === undefined) throw new OperatorFault(faults.known(wish.login, wish.personId), exits.notSo);
      desk.note('accounts add', [wish.personId]);
      return say(says.link(linkOf(desk, token)));
    }
    case 'reset': {
      const { token, personId } = (await accounts.reset(wish.login)) ?? missing(wish.login);
      desk.note('accounts reset', [personId]);
      return say(says.link(linkOf(desk, token)));
    }
    case 'disable':
      desk.note('accounts disable', [(await accounts.disable(wish.login)) ?? missing(wish.login)]);
      return say(says.disabledNow(wish.login));
    case 'unlock':
      desk.note('accounts unlock', [(await accounts.unlock(wish.login)) ?? missing(wish.login)]);
      return say(says.unlocked(wish.login));
  }
}

async function link(desk: Desk): Promise<void> {
  const token = (await desk.founding()) ?? founded();
  desk.note('accounts link', []);
  return desk.say(says.founding(foundingLinkOf(desk, token)));
}

function list(states: readonly AccountState[], { line, say }: Desk): void {
  if (states.length === 0) return say(says.none);
  line(says.columns.join('\t'));
  for (const one of states)
    line([one.login, one.personId, has(one.secondFactor), has(one.isSetUp), stateOf(one)].join('\t'));
}

const has = (is: boolean): string => (is ? says.yes : says.no);

function stateOf({ disabled, lockedUntil }: AccountState): string {
  if (disabled) return says.disabled;
  return lockedUntil === null ? says.open : says.locked(lockedUntil.toISOString());
}

/** The token in the fragment, which is sent to no server. */
const linkOf = ({ url }: Desk, token: string): string => `${url.replace(/\/+$/, '')}/set-up#${token}`;
/** By which the administrators are made. */
export const foundingLinkOf = ({ url }: Pick<Desk, 'url'>, token: string): string =>
  `${url.replace(/\/+$/, '')}/set-up/administrators#${token}`;

function founded(): never {
  throw new OperatorFault(faults.founded, exits.notSo);
}

function missing(login: string): never {
  throw new OperatorFault(faults.unknown(login), exits.notSo);
}
