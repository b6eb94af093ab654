import { type DrawEvent, drawEvents, type DrawStatus } from '@zhibu/contracts';
import { standing, type Substitution } from '@zhibu/draw';
import { saidBy } from '../../process/said.ts';
import type { Standing } from '../../process/standing.lookup.ts';

type DataOf<Type extends DrawEvent['type']> = Extract<DrawEvent, { type: Type }>['data'];

export interface BodyRow {
  readonly id: string;
  readonly commitment: string | null;
  readonly nonce: string | null;
  readonly hasMissed: boolean;
}

/** What the steps of a draw tell of it at a moment. */
export interface DrawDetails {
  readonly announced: DataOf<'DrawAnnounced'>;
  readonly revealBy: string | null;
  /** In the order in which the format takes them. */
  readonly bodies: readonly BodyRow[];
  readonly completed: DataOf<'DrawCompleted'> | null;
  readonly substituted: readonly Substitution[];
  /** Who is to be visited: the drawn, less those substituted, with those who stepped in. */
  readonly toVisit: readonly string[];
}

/** What a draw is, as it stands; undefined where it was not announced by then. */
export function drawIn({ steps }: Standing<DrawStatus>): DrawDetails | undefined {
  const [announced] = saidBy(drawEvents.DrawAnnounced, steps);
  if (!announced) return undefined;
  const commitments = saidBy(drawEvents.SeedCommitted, steps);
  const reveals = saidBy(drawEvents.SeedRevealed, steps);
  const misses = saidBy(drawEvents.RevealMissed, steps);
  const [completed = null] = saidBy(drawEvents.DrawCompleted, steps);
  const substituted = saidBy(drawEvents.DrawnSubstituted, steps).map(({ branchId: branch, by = null, reason }) => ({
    branch,
    by,
    reason,
  }));
  return {
    announced,
    revealBy: commitments.findLast(({ revealBy }) => revealBy !== undefined)?.revealBy ?? null,
    bodies: announced.bodies.map((id) => ({
      id,
      commitment: commitments.find(({ bodyId }) => bodyId === id)?.commitment ?? null,
      nonce: reveals.find(({ bodyId }) => bodyId === id)?.nonce ?? null,
      hasMissed: misses.some(({ bodyId }) => bodyId === id),
    })),
    completed,
    substituted,
    toVisit: [...standing(completed?.drawn ?? [], substituted)],
  };
}
