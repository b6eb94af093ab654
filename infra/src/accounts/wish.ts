import { isLogin, loginOf } from '@zhibu/gateway';
import { hasInvisible, hasPersonalNumber } from '@zhibu/kernel';
import { exits, OperatorFault } from '../operator/fault.ts';
import { faults as operatorFaults } from '../operator/vocabulary.ts';
import type { Arguments } from '../terminal/arguments.adapter.ts';
import { faults, usage } from './vocabulary.ts';

/** What an operator wants of accounts. */
export type Wish =
  | { readonly action: 'list' | 'link' }
  | { readonly action: 'add'; readonly login: string; readonly personId: string; readonly secondFactor: boolean }
  | { readonly action: 'disable' | 'unlock' | 'reset'; readonly login: string };

/** The options of `npm run accounts`, beside where it works. */
export const wishOptions = { texts: ['url'], flags: ['password-only'] } as const;

const PERSON = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,63}$/u;

/** How many words each takes, itself included. */
const lengths = { list: 1, link: 1, add: 3, disable: 2, unlock: 2, reset: 2 } as const;

/** Reads the arguments of `npm run accounts`. @throws OperatorFault for a wish that cannot be understood */
export function readWish(given: Arguments): Wish {
  const [action, name = '', personId = ''] = given.positionals;
  const known = (['list', 'link', 'add', 'disable', 'unlock', 'reset'] as const).find((one) => one === action);
  if (!known || given.positionals.length !== lengths[known]) throw misunderstood(given.positionals.join(' '));
  if (known === 'list' || known === 'link') return { action: known };
  const login = loginGiven(name);
  if (known !== 'add') return { action: known, login };
  return { action: known, login, personId: personGiven(personId), secondFactor: !given.flag('password-only') };
}

function loginGiven(name: string): string {
  const login = loginOf(name);
  if (!isLogin(login)) throw new OperatorFault(faults.login(name), exits.wrongUse);
  return login;
}

function personGiven(text: string): string {
  if (PERSON.test(text) && !hasInvisible(text) && !hasPersonalNumber(text)) return text;
  throw new OperatorFault(faults.person(text), exits.wrongUse);
}

/** With what is understood below it. */
function misunderstood(problem: string): OperatorFault {
  const { zh, en } = operatorFaults.arguments(problem);
  return new OperatorFault({ zh: `${zh}\n${usage.zh}`, en: `${en}\n${usage.en}` }, exits.wrongUse);
}
