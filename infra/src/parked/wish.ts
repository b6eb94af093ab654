import type { Wording } from '@zhibu/contracts';
import { parseArgs } from 'node:util';
import { faults } from './vocabulary.ts';

/** Whose parked stream is meant, and who asks. */
interface About {
  readonly stream: string;
  /** Only this consumer's. */
  readonly group?: string;
  readonly actor: string;
}

/** What an operator wants of the parked streams. */
export type Wish =
  | { readonly action: 'list' }
  | ({ readonly action: 'show' } & About)
  | { readonly action: 'retry-all'; readonly actor: string }
  | ({ readonly action: 'retry' } & About)
  | ({ readonly action: 'discard'; readonly reason: string } & About);

/** A wish that cannot be granted as it was put; the wording says what to do. */
export class WishFault extends Error {
  override readonly name = 'WishFault';
  readonly wording: Wording;

  constructor(wording: Wording) {
    super(wording.en);
    this.wording = wording;
  }
}

const options = {
  reason: { type: 'string' },
  group: { type: 'string' },
  actor: { type: 'string' },
  data: { type: 'string' },
  all: { type: 'boolean' },
} as const;

/**
 * Reads the arguments of `npm run parked`.
 * @param user who asks, where `--actor` names nobody
 * @throws WishFault
 */
export function readWish(
  args: readonly string[],
  user: string,
): { readonly wish: Wish; readonly data: string | undefined } {
  const {
    values,
    positionals: [action = '', stream = '', ...more],
  } = read(args);
  if (more.length > 0) throw new WishFault(faults.usage(more.join(' ')));
  const actor = values.actor ?? user;
  const about = { stream, actor, ...(values.group === undefined ? {} : { group: values.group }) };
  return { wish: wishOf(action, about, values), data: values.data };
}

function read(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new WishFault(faults.usage(error instanceof Error ? error.message : String(error)));
  }
}

const aboutOneStream = ['show', 'retry', 'discard'] as const;

function wishOf(
  action: string,
  about: About,
  { reason, all }: { readonly reason?: string; readonly all?: boolean },
): Wish {
  if (action === 'list') return { action };
  if (action === 'retry' && all) return { action: 'retry-all', actor: about.actor };
  const known = aboutOneStream.find((name) => name === action);
  if (!known || about.stream === '') throw new WishFault(faults.usage(`${action} ${about.stream}`.trim()));
  return known === 'discard' ? { action: known, ...about, reason: reasonOf(reason) } : { action: known, ...about };
}

function reasonOf(reason: string | undefined): string {
  if (!reason?.trim()) throw new WishFault(faults.reasonMissing);
  return reason;
}
