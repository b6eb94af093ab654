import { drawContract, refusing } from '@zhibu/contracts';
import type { Actor, Day } from '@zhibu/kernel';
import type { BodyInDraw, DrawState } from './draw.state.ts';

export const { refusal, refuseIf } = refusing(drawContract);

type Known = Exclude<DrawState, { status: 'none' }>;

/** 24 hours after the last commitment all have revealed (draw.md, A reveal that is missed). */
const REVEAL_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Until when all reveal that have all committed by an instant. @param now RFC 3339 @returns RFC 3339 */
export const revealByOf = (now: string): string => new Date(Date.parse(now) + REVEAL_WITHIN_MS).toISOString();

/** The draw, which was announced. @throws Refusal DRAW_UNKNOWN */
export function announced(state: DrawState): Known {
  if (state.status === 'none') throw refusal('DRAW_UNKNOWN', { field: 'drawId' });
  return state;
}

/** The draw, which goes on. @throws Refusal DRAW_UNKNOWN, DRAW_ENDED */
export function goingOn(state: DrawState): Known {
  const draw = announced(state);
  const goesOn = draw.status === 'announced' || draw.status === 'revealing';
  refuseIf(!goesOn, 'DRAW_ENDED', { status: draw.status });
  return draw;
}

/** A body of the draw, for which the sender acts. @throws Refusal NOT_A_BODY_OF_THE_DRAW */
export function bodyActing({ bodies }: Known, bodyId: string, { organizationId }: Actor): BodyInDraw {
  const body = bodies.find(({ id }) => id === bodyId);
  if (body && organizationId === bodyId) return body;
  throw refusal('NOT_A_BODY_OF_THE_DRAW', { field: 'bodyId', bodyId });
}

export const hasCommitted = ({ commitment }: BodyInDraw): boolean => commitment !== null;

/** Nothing more is to come of a body: it has revealed, or missed to. */
export const isIn = ({ nonce, hasMissed }: BodyInDraw): boolean => nonce !== null || hasMissed;

/** What is due of a draw because an instant has come; nothing: it waits for a body. */
export type DueOfDraw =
  | { readonly step: 'lapse' | 'complete' }
  | { readonly step: 'miss'; readonly bodyIds: readonly string[] };

/** @param now RFC 3339; `today` is its day */
export function dueOf(
  state: DrawState,
  { today, now }: { readonly today: Day; readonly now: string },
): DueOfDraw | undefined {
  if (state.status !== 'announced' && state.status !== 'revealing') return undefined;
  const { bodies, commitBy, revealBy } = state;
  if (!bodies.every(hasCommitted)) return today > commitBy ? { step: 'lapse' } : undefined;
  if (bodies.every(isIn)) return { step: 'complete' };
  if (revealBy === null || now < revealBy) return undefined;
  return { step: 'miss', bodyIds: bodies.filter((body) => !isIn(body)).map(({ id }) => id) };
}
