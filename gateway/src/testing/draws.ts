import { drawStream } from '@zhibu/contracts';
import type { History } from './history.ts';

const HASH = '88'.repeat(32);

/** A draw is announced from the branches under an organization, by two bodies. */
export const announceDraw = (history: History, drawId: string, under: string, bodies: readonly string[]): History =>
  history.record(drawStream(drawId), 'DrawAnnounced', {
    drawId,
    under,
    effectiveOn: '2023-06-01',
    bodies,
    sample: 2,
    commitBy: '2023-06-05',
    branches: 3,
    populationHash: HASH,
    strata: [{ stratum: 'none|none|24+', of: 3 }],
    excluded: [{ because: 'other', count: 1, basis: { documentNo: '示例抽取〔2023〕1号' } }],
    checkpointRule: 'first-row-at-or-after-deadline',
  });

/** The next step of a draw. */
export const stepOfDraw = (
  history: History,
  of: readonly [drawId: string, under: string],
  type: string,
  data: object,
): History =>
  history.record(drawStream(of[0]), type, { drawId: of[0], under: of[1], effectiveOn: '2023-06-02', ...data });
