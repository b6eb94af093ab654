import type { CommandNamed, DrawCommand, DrawEvent } from '@zhibu/contracts';
import { commitmentOf } from '@zhibu/draw';
import { handsOf, type Sent, shareAHand } from '@zhibu/kernel';
import { bodyActing, goingOn, hasCommitted, isIn, refuseIf, refusal, revealByOf } from './draw.rules.ts';
import type { DrawState } from './draw.state.ts';

type DataOf<Name extends DrawCommand['name']> = CommandNamed<Name>['data'];

/** What a step of a body rests on. */
export interface InstantFacts extends Sent {
  /** RFC 3339, UTC. */
  readonly now: string;
}

/** 提交承诺值: by each body for itself, until the last day; with the last one the time to reveal begins. */
export function commitSeed(
  { drawId, bodyId, commitment }: DataOf<'CommitSeed'>,
  state: DrawState,
  { today, now, actor }: InstantFacts,
): DrawEvent[] {
  const draw = goingOn(state);
  const body = bodyActing(draw, bodyId, actor);
  if (body.commitment === commitment) return [];
  refuseIf(body.commitment !== null, 'COMMITMENT_STANDS', { field: 'commitment' });
  refuseIf(today > draw.commitBy, 'COMMITMENTS_OVER', { commitBy: draw.commitBy, today });
  const others = draw.bodies.filter(({ id }) => id !== bodyId).flatMap(({ committedBy }) => committedBy);
  // Who knows the nonces of two bodies is, of these, nobody's check on the other.
  refuseIf(shareAHand(others, handsOf(actor)), 'COMMITTED_FOR_ANOTHER_BODY');
  const isLast = draw.bodies.every((other) => hasCommitted(other) || other.id === bodyId);
  const data = { drawId, under: draw.under, effectiveOn: today, bodyId, commitment };
  return [{ type: 'SeedCommitted', data: { ...data, ...(isLast && { revealBy: revealByOf(now) }) } }];
}

/** 公开随机数: when all have committed, and not before; within 24 hours; and only what was committed to. */
export function revealSeed(
  { drawId, bodyId, nonce }: DataOf<'RevealSeed'>,
  state: DrawState,
  { today, now, actor }: InstantFacts,
): DrawEvent[] {
  const draw = goingOn(state);
  const body = bodyActing(draw, bodyId, actor);
  if (body.nonce === nonce) return [];
  refuseIf(!draw.bodies.every(hasCommitted), 'COMMITMENTS_MISSING');
  const { revealBy, populationHash } = draw;
  refuseIf(body.hasMissed || revealBy === null || now >= revealBy, 'REVEAL_LATE', { revealBy, now });
  const committed = commitmentOf(Buffer.from(populationHash, 'hex'), bodyId, Buffer.from(nonce, 'hex'));
  refuseIf(committed !== body.commitment, 'NONCE_MISMATCH', { field: 'nonce' });
  return [{ type: 'SeedRevealed', data: { drawId, under: draw.under, effectiveOn: today, bodyId, nonce } }];
}

/** 未按时公开: found by the timetable; the body is named. */
export function missReveal(
  { drawId, bodyId }: DataOf<'MissReveal'>,
  state: DrawState,
  { today, now }: InstantFacts,
): DrawEvent[] {
  const { bodies, revealBy, under } = goingOn(state);
  const body = bodies.find(({ id }) => id === bodyId);
  if (body?.hasMissed === true) return [];
  if (!body || isIn(body) || revealBy === null || now < revealBy) throw refusal('REVEAL_NOT_MISSED', { revealBy, now });
  return [{ type: 'RevealMissed', data: { drawId, under, effectiveOn: today, bodyId, revealBy } }];
}
