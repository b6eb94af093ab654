import { daysBetween } from '../../words/days.ts';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';

const says = words.todo;

/** What of a problem says until when its next step is to be done, and whose that is. */
export interface Waits {
  readonly status: string;
  readonly daysOverdue: number;
  readonly openBy: string | null;
  readonly verifyBy: string | null;
  readonly rectification: { readonly post: string; readonly dueOn: string } | null;
}

/** Until when the next step is to be done, in words. */
export interface Due {
  readonly says: string;
  readonly look: 'plain' | 'late' | 'wait';
  /** The day itself; undefined: no day is set. */
  readonly day: string | undefined;
}

/** What is due of a problem on a day; undefined where no step of it has a day. */
export function dueOf({ status, daysOverdue, openBy, verifyBy, rectification }: Waits, today: string): Due | undefined {
  if (status === 'identified') return { says: says.unassigned, look: 'plain', day: openBy ?? undefined };
  if (status === 'reported' && verifyBy !== null) return verificationOf(verifyBy, today);
  return status === 'rectifying' && rectification
    ? rectificationOf(rectification.dueOn, daysOverdue, today)
    : undefined;
}

function rectificationOf(day: string, daysOverdue: number, today: string): Due {
  if (daysOverdue > 0) return { says: fill(says.late, { days: whole(daysOverdue) }), look: 'late', day };
  const left = daysBetween(today, day);
  return { says: left === 0 ? says.today : fill(says.left, { days: whole(left) }), look: 'plain', day };
}

function verificationOf(day: string, today: string): Due {
  const left = daysBetween(today, day);
  return left < 0
    ? { says: fill(says.verifyLate, { days: whole(-left) }), look: 'late', day }
    : { says: fill(says.verifyBy, { day }), look: 'wait', day };
}
