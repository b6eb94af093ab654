import { computed, type ComputedShape } from '@zhibu/contracts';
import { z } from 'zod';
import type { ReadModel } from '../../read-model.ts';
import { loaderOf } from '../../request/loaders.ts';
import { inOrderOf } from '../moment.ts';

/** What a computed grade says of itself; of one from before the platform nothing. */
export interface Explanation extends Pick<ComputedShape, 'totals' | 'gates' | 'vetoes' | 'next' | 'findings'> {
  /** The computed grade's word; null: nothing was computed. */
  readonly label: string | null;
  /** The computed grade's word, where a reassessment may not rise so far at once. */
  readonly limitedFrom?: string | undefined;
}

const unexplained: Explanation = { label: null, totals: [], gates: [], vetoes: [], next: null, findings: [] };

const { totals, gates, vetoes, next, findings } = computed;
const kept = z.object({ totals, gates, vetoes, next, findings, limitedFrom: z.string().optional() });

/** What led to computed grades, by their event ids, in the order of the ids. One statement. */
export async function explanations(model: ReadModel, eventIds: readonly string[]): Promise<readonly Explanation[]> {
  const found = await model.prisma.decision.findMany({
    where: { eventId: { in: [...eventIds] } },
    select: { eventId: true, label: true, computation: true, findings: true },
  });
  const known = found.flatMap(({ eventId, label, computation, findings }) =>
    computation === null ? [] : [[eventId, { label, ...kept.parse({ ...Object(computation), findings }) }] as const],
  );
  return inOrderOf(eventIds, known).map((explanation) => explanation ?? unexplained);
}

export const explanationLoader = loaderOf(explanations);
