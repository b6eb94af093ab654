import type { CommandNamed, DrawCommand, DrawEvent } from '@zhibu/contracts';
import type { Outcome } from '@zhibu/draw';
import { decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { announceDraw } from './announcement.decider.ts';
import { commitSeed, missReveal, revealSeed } from './seed.decider.ts';
import { announced, bodyActing, goingOn, hasCommitted, isIn, refuseIf, refusal } from './draw.rules.ts';
import { type DrawState, evolveDraw, initialDraw } from './draw.state.ts';

type DataOf<Name extends DrawCommand['name']> = CommandNamed<Name>['data'];

const decide = {
  AnnounceDraw: announceDraw,
  CommitSeed: commitSeed,
  RevealSeed: revealSeed,
  MissReveal: missReveal,
  CompleteDraw: completeDraw,
  SubstituteDrawn: substituteDrawn,
  LapseDraw: lapseDraw,
  VoidDraw: voidDraw,
};

export interface DrawDecision {
  readonly command: DrawCommand;
  readonly state: DrawState;
  readonly event: DrawEvent;
  readonly facts: FactsOf<typeof decide>;
}

export const drawDecider = decider<DrawDecision>({ initialState: initialDraw, evolve: evolveDraw, decide });

export interface CompletionFacts extends Sent {
  /** What follows from the population that was frozen and what all bodies put in; null: not all is in. */
  readonly completed: {
    readonly seed: string;
    readonly checkpoint: string | null;
    readonly shares: Outcome['shares'];
    readonly drawn: readonly string[];
  } | null;
}

/** 完成抽取: nobody decides when; it follows once all have revealed or missed to. */
function completeDraw(
  { drawId }: DataOf<'CompleteDraw'>,
  state: DrawState,
  { completed, today }: CompletionFacts,
): DrawEvent[] {
  if (state.status === 'completed') return [];
  const { under, bodies } = goingOn(state);
  if (completed === null || !bodies.every(isIn)) throw refusal('REVEALS_MISSING');
  const { seed, checkpoint, shares, drawn } = completed;
  const outcome = { seed, shares: [...shares], drawn: [...drawn], ...(checkpoint !== null && { checkpoint }) };
  return [{ type: 'DrawCompleted', data: { drawId, under, effectiveOn: today, ...outcome } }];
}

export interface SubstitutionFacts extends Sent {
  /** Who steps in for the branch; null: nobody of its stratum is left, or it was not drawn. */
  readonly next: string | null;
  /** Who comes before in the order of the draw and would not be drawn today, in this order. */
  readonly passedOver: readonly { readonly branchId: string; readonly because: PassedOver }[];
}

export type PassedOver = 'dissolved' | 'moved' | 'temporary';

/** Why a branch whose turn has come is not visited. */
const PASSED_OVER: Readonly<Record<PassedOver, string>> = {
  dissolved: '轮到替补时该党支部已撤销，顺延至下一个',
  moved: '轮到替补时该党支部已不在本次抽取范围内，顺延至下一个',
  temporary: '轮到替补时该党支部为临时党支部，顺延至下一个',
};

/**
 * 替换: only by the next of the same stratum in the order of the draw. Who would not be drawn when its turn comes is substituted
 * in its turn, so that the receipt says of whom the order passed over, and whoever recomputes it finds each step (draw.md, Drawn).
 */
function substituteDrawn(
  { drawId, branchId, reason }: DataOf<'SubstituteDrawn'>,
  state: DrawState,
  { next, passedOver, today, actor }: SubstitutionFacts,
): DrawEvent[] {
  const draw = announced(state);
  refuseIf(draw.status !== 'completed', 'DRAW_NOT_COMPLETED', { status: draw.status });
  bodyActing(draw, actor.organizationId ?? '', actor);
  refuseIf(!draw.standing.has(branchId), 'NOT_DRAWN', { field: 'branchId', branchId });
  const fact = { drawId, under: draw.under, effectiveOn: today };
  const turns = [...passedOver.map((one) => one.branchId), next];
  return turns.map((by, turn) => {
    const before = passedOver[turn - 1];
    const whom =
      before === undefined ? { branchId, reason } : { branchId: before.branchId, reason: PASSED_OVER[before.because] };
    return { type: 'DrawnSubstituted', data: { ...fact, ...whom, ...(by !== null && { by }) } };
  });
}

/** 失效: a commitment is missing on the last day that was announced. */
function lapseDraw({ drawId }: DataOf<'LapseDraw'>, state: DrawState, { today }: Sent): DrawEvent[] {
  if (state.status === 'lapsed') return [];
  const { under, bodies, commitBy } = goingOn(state);
  const missing = bodies.filter((body) => !hasCommitted(body)).map(({ id }) => id);
  refuseIf(missing.length === 0 || today <= commitBy, 'DRAW_NOT_LAPSED', { commitBy, today });
  return [{ type: 'DrawLapsed', data: { drawId, under, effectiveOn: today, missing } }];
}

/** 作废: for a wrong population, by all bodies, before anything is revealed: who could know a result cannot void it. */
function voidDraw(
  { drawId, bodyId, reason }: DataOf<'VoidDraw'>,
  state: DrawState,
  { today, actor }: Sent,
): DrawEvent[] {
  if (state.status === 'voided') return [];
  const draw = goingOn(state);
  const body = bodyActing(draw, bodyId, actor);
  refuseIf(draw.bodies.some(isIn), 'DRAW_REVEALED');
  if (body.voids) return [];
  const isLast = draw.bodies.every(({ id, voids }) => voids || id === bodyId);
  const data = { drawId, under: draw.under, effectiveOn: today, bodyId, reason };
  return [{ type: isLast ? 'DrawVoided' : 'VoidingAgreed', data }];
}
