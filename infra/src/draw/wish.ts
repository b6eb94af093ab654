import { exits, OperatorFault } from '../operator/fault.ts';
import { faults } from '../operator/vocabulary.ts';
import type { Arguments } from '../terminal/arguments.adapter.ts';
import { usage } from './vocabulary.ts';

/** What is wanted of a draw. */
export type Wish =
  | { readonly action: 'verify'; readonly receipt: string }
  | {
      readonly action: 'commit';
      readonly population: string;
      readonly body: string;
      readonly nonce: string | undefined;
      readonly page: string | undefined;
    };

/** The options of `npm run draw`. */
export const wishOptions = { texts: ['population', 'body', 'nonce', 'page'], flags: [] } as const;

/** Reads the arguments of `npm run draw`. @throws OperatorFault for a wish that cannot be understood */
export function readWish(given: Arguments): Wish {
  const [action, receipt, ...others] = given.positionals;
  if (action === 'verify' && receipt !== undefined && others.length === 0) return { action, receipt };
  if (action !== 'commit' || receipt !== undefined) throw new OperatorFault(faults.usage(usage), exits.wrongUse);
  const [population, body] = [given.needed('population'), given.needed('body')];
  return { action, population, body, nonce: given.text('nonce'), page: given.text('page') };
}
