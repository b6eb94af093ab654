import { ACCESS_YEARS_KEPT, type EntryFilter } from '@zhibu/gateway';
import { addYears, dayOf } from '@zhibu/kernel';
import { exits, OperatorFault } from '../operator/fault.ts';
import type { Arguments } from '../terminal/arguments.adapter.ts';
import { faults, usage } from './vocabulary.ts';

/** What is wanted of the log of accesses, by whom. */
export type Wish = { readonly by: string; readonly filter: EntryFilter } & (
  | { readonly action: 'find' | 'verify' }
  | { readonly action: 'export'; readonly file: string }
  | { readonly action: 'drop'; readonly before: string }
);

/** The options of `npm run access-log`, beside where it works. */
export const wishOptions = {
  texts: ['person', 'organization', 'operation', 'from', 'through', 'by', 'key', 'before'],
  flags: [],
} as const;

const PERSON = /^[A-Za-z0-9][\w.:-]{0,63}$/;

/** Reads the arguments. @throws OperatorFault, WrongArguments for a wish that cannot be understood */
export function readWish(given: Arguments, now: number): Wish {
  const [action = '', file] = given.positionals;
  const wish = { by: byOf(given), filter: filterOf(given) };
  if ((file === undefined) === (action === 'export')) throw misunderstood();
  switch (action) {
    case 'find':
    case 'verify':
      return { ...wish, action };
    case 'export':
      return { ...wish, action, file: file ?? '' };
    case 'drop':
      return { ...wish, action, before: monthBefore(given.needed('before'), now) };
  }
  throw misunderstood();
}

function byOf(given: Arguments): string {
  const by = given.text('by') ?? 'local-operator';
  if (PERSON.test(by)) return by;
  throw misunderstood();
}

const filterOf = (given: Arguments): EntryFilter => ({
  person: given.text('person'),
  subject: given.text('organization'),
  operation: given.text('operation'),
  from: given.day('from'),
  through: given.day('through'),
});

function monthBefore(month: string, now: number): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw misunderstood();
  const latest = addYears(dayOf(now), -ACCESS_YEARS_KEPT).slice(0, 7);
  if (month > latest) throw new OperatorFault(faults.tooYoung(latest), exits.wrongUse);
  return month;
}

const misunderstood = (): OperatorFault => new OperatorFault(usage, exits.wrongUse);
