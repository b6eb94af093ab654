import { drawStream } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import { type FrozenPopulation, type Receipt, type ReceiptBody, receiptOf } from '@zhibu/draw';
import { type EventStore, folded } from '@zhibu/event-store';
import { drawDecider } from './draw.decider.ts';
import { announced, refusal } from './draw.rules.ts';
import type { BodyInDraw } from './draw.state.ts';
import { keptPopulation } from './population.lookup.ts';

/** What a body put in, as a receipt has it. */
export const receiptBody = ({ id, commitment, nonce }: BodyInDraw): ReceiptBody => ({
  id,
  commitment: commitment ?? '',
  ...(nonce === null ? { missed: true as const } : { nonce }),
});

/**
 * The receipt of a draw that is completed: what its stream says, with the list that it was announced from.
 * @throws Refusal DRAW_UNKNOWN, DRAW_NOT_COMPLETED
 */
export async function drawReceipt(store: EventStore, sql: Sql, drawId: string): Promise<Receipt> {
  const draw = announced(await folded(store, drawDecider)(drawStream(drawId)));
  if (draw.status !== 'completed' || draw.seed === null) throw refusal('DRAW_NOT_COMPLETED', { status: draw.status });
  const population = await keptPopulation(sql, draw.populationHash);
  const { seed, drawn, substituted } = draw;
  // What was decided, not what is computed again: whoever verifies finds where the two differ.
  return { ...receiptOf(population, draw.bodies.map(receiptBody), draw.checkpoint), seed, drawn, substituted };
}

/**
 * The population of a draw as it was frozen, from its announcement on: whoever commits, or would check who may be drawn, needs
 * no completed draw for it. @throws Refusal DRAW_UNKNOWN
 */
export async function drawPopulation(store: EventStore, sql: Sql, drawId: string): Promise<FrozenPopulation> {
  const { populationHash } = announced(await folded(store, drawDecider)(drawStream(drawId)));
  return keptPopulation(sql, populationHash);
}
