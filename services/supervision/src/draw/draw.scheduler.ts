import { drawStream } from '@zhibu/contracts';
import { folded } from '@zhibu/event-store';
import { derivedId } from '@zhibu/kernel';
import type { DueCommand, ServiceContext, Timetable } from '@zhibu/service-kit';
import { drawsLookup, dueDraws } from '../draws.lookup.ts';
import { drawDecider } from './draw.decider.ts';
import { type DueOfDraw, dueOf } from './draw.rules.ts';

const AT_ONCE = 500;

/** Draws go on by themselves: one lapses without its commitments, a reveal is missed, all are in. */
export function drawTimetable({ store, database, today, now, caughtUp }: ServiceContext): Timetable {
  const draws = folded(store, drawDecider);
  return {
    name: 'draws',
    due: async () => {
      await caughtUp(drawsLookup);
      const moment = { today: today(), now: new Date(now()).toISOString() };
      const found = await dueDraws(database, moment, AT_ONCE);
      const due = await Promise.all(
        found.map(async (drawId) => ({ drawId, due: dueOf(await draws(drawStream(drawId)), moment) })),
      );
      return due.flatMap(({ drawId, due: step }) => (step ? commandsOf(drawId, step) : []));
    },
    // Revealed, lapsed or voided since it was looked up.
    alreadySo: ['DRAW_ENDED', 'REVEAL_NOT_MISSED', 'REVEALS_MISSING', 'DRAW_NOT_LAPSED'],
  };
}

function commandsOf(drawId: string, due: DueOfDraw): readonly DueCommand[] {
  switch (due.step) {
    case 'lapse':
      return [{ commandId: derivedId('lapse-draw', drawId), name: 'LapseDraw', data: { drawId } }];
    case 'complete':
      return [{ commandId: derivedId('complete-draw', drawId), name: 'CompleteDraw', data: { drawId } }];
    case 'miss':
      return due.bodyIds.map((bodyId) => ({
        commandId: derivedId('miss-reveal', drawId, bodyId),
        name: 'MissReveal',
        data: { drawId, bodyId },
      }));
  }
}
