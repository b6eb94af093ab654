import { type DutyName, dutyTable, type Right } from '@zhibu/contracts';

const A_SECOND = 1_000;
const A_MINUTE = 60 * A_SECOND;
const AN_HOUR = 60 * A_MINUTE;
const A_DAY = 24 * AN_HOUR;

/** How wrong attempts are answered. 等保 (GB/T 22239-2019) 8.1.4.1 b: illegal log-ins are limited and end the attempt. */
export const lockRules = { failures: 5, firstMs: 10 * A_MINUTE, longestMs: 24 * AN_HOUR, attemptsAMinute: 30 } as const;

/** How a password is. 等保 8.1.4.1 a: complexity, and a change at intervals. */
export const passwordRules = { shortest: 12, longest: 128, classes: 3, past: 5, daysValid: 90 } as const;

/** How long a session lasts. 等保 8.1.4.1 b: it ends by itself when nothing comes any more. */
export const sessionRules = { idleMs: 20 * A_MINUTE, longestMs: 8 * AN_HOUR, bytes: 32 } as const;

/** By which duties a second factor is asked for. 等保 8.1.4.1 d: two ways of proving, for whoever may do much. */
const secondFactorDuties: readonly DutyName[] = ['committee-decider', 'verifier'];

/** Whether one of the duties asks for a second factor. */
export const needsSecondFactor = (duties: readonly DutyName[]): boolean =>
  duties.some((duty) => dutyTable[duty].isAdministrator || secondFactorDuties.includes(duty));

/** What is decided, closed or confirmed is proven to be one's own will just before. */
const stepUpRights: ReadonlySet<Right> = new Set([
  'decide-grade',
  'close-round',
  'confirm-remediation',
  'confirm-duty',
] satisfies readonly Right[]);
const PROVEN_WITHIN_MS = 15 * A_MINUTE;

/** When, and by what, somebody proved who he is. */
export interface Proof {
  /** An instant. */
  readonly provenAt: string;
  readonly factors: readonly string[];
}

/**
 * What a right still asks of whoever proved himself: of what is decided, closed or confirmed a second factor, from whoever
 * types it, too, and that it was lately. A demonstration account has no second factor.
 */
export function lackingFor(
  right: Right,
  { provenAt, factors }: Proof,
  now: number,
): 'SECOND_FACTOR_REQUIRED' | 'STEP_UP_REQUIRED' | undefined {
  if (!stepUpRights.has(right)) return undefined;
  if (!factors.some((one) => one === 'totp' || one === DEMONSTRATION)) return 'SECOND_FACTOR_REQUIRED';
  return now < Date.parse(provenAt) + PROVEN_WITHIN_MS ? undefined : 'STEP_UP_REQUIRED';
}

/** Among the factors of a session: it is of a demonstration account. */
export const DEMONSTRATION = 'demonstration';

/** How long a link by which a password is set can be used. */
export const SET_UP_WITHIN_MS = 10 * A_MINUTE;

/**
 * Until when an account is locked after so many attempts in a row, the last of which is made now: every fifth locks it,
 * each time for twice as long.
 * @returns undefined where the last attempt locks nothing
 */
export function lockedUntil(failures: number, now: number): Date | undefined {
  const times = failures / lockRules.failures;
  if (failures === 0 || !Number.isInteger(times)) return undefined;
  return new Date(now + Math.min(lockRules.longestMs, lockRules.firstMs * 2 ** (times - 1)));
}

const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];

/** Whether a password is as the rules want it: long enough, of three kinds of characters, and without the login in it. */
export function isStrong(password: string, login: string): boolean {
  const length = [...password].length;
  return (
    length >= passwordRules.shortest &&
    length <= passwordRules.longest &&
    classes.filter((one) => one.test(password)).length >= passwordRules.classes &&
    !password.toLowerCase().includes(login.toLowerCase())
  );
}

/** Whether a password has to be replaced. */
export const isExpired = (changedAt: Date, now: number): boolean =>
  now >= changedAt.getTime() + passwordRules.daysValid * A_DAY;

/** What a session's length is judged by. */
export interface SessionTimes {
  readonly begun: Date;
  readonly seen: Date;
  readonly ended: Date | null;
}

/** Whether a session still holds. */
export const isOpen = ({ begun, seen, ended }: SessionTimes, now: number): boolean =>
  ended === null && now < seen.getTime() + sessionRules.idleMs && now < begun.getTime() + sessionRules.longestMs;
