import { exits, OperatorFault } from '../operator/fault.ts';
import { faults as operatorFaults } from '../operator/vocabulary.ts';
import type { Arguments } from '../terminal/arguments.adapter.ts';
import { faults, usage } from './vocabulary.ts';

/** Whose parked stream is meant, and who asks. */
interface About {
  readonly stream: string;
  /** Only this consumer's. */
  readonly group: string | undefined;
  readonly actor: string;
}

/** What an operator wants of the parked streams. */
export type Wish =
  | { readonly action: 'list' }
  | ({ readonly action: 'show' } & About)
  | { readonly action: 'retry-all'; readonly actor: string }
  | ({ readonly action: 'retry' } & About)
  | ({ readonly action: 'discard'; readonly reason: string } & About);

/** The options of `npm run parked`, beside where it works. */
export const wishOptions = { texts: ['reason', 'group', 'actor'], flags: ['all'] } as const;

/**
 * Reads the arguments of `npm run parked`.
 * @param user who asks, where `--actor` names nobody
 * @throws OperatorFault for a wish that cannot be understood
 */
export function readWish(given: Arguments, user: string): Wish {
  const [action = '', stream = '', ...more] = given.positionals;
  if (more.length > 0) throw misunderstood(more.join(' '));
  const [actor, group] = [given.text('actor') ?? user, given.text('group')];
  if (action === 'list') return { action };
  if (action === 'retry' && given.flag('all')) return { action: 'retry-all', actor };
  return aboutOne(action, { stream, actor, group }, given);
}

function aboutOne(action: string, about: About, given: Arguments): Wish {
  const known = aboutOneStream.find((name) => name === action);
  if (!known || about.stream === '') throw misunderstood(`${action} ${about.stream}`.trim());
  return known === 'discard'
    ? { action: known, ...about, reason: reasonOf(given.text('reason')) }
    : { action: known, ...about };
}

const aboutOneStream = ['show', 'retry', 'discard'] as const;

function reasonOf(reason: string | undefined): string {
  if (!reason?.trim()) throw new OperatorFault(faults.reasonMissing, exits.wrongUse);
  return reason;
}

/** With what is understood below it. */
function misunderstood(problem: string): OperatorFault {
  const { zh, en } = operatorFaults.arguments(problem);
  return new OperatorFault({ zh: `${zh}\n${usage.zh}`, en: `${en}\n${usage.en}` }, exits.wrongUse);
}
