import type { Pool } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import { ratedStanding } from '../ratings.lookup.ts';
import { rectificationsOf } from '../rectifications.lookup.ts';
import type { SixHaves } from '../six-haves/six-haves.lookup.ts';
import { lastVetoOn } from '../vetoes.lookup.ts';
import type { Standing } from './condition.rules.ts';

/** What the conditions ask of an organization: its ratings, vetoes, problems and remediations as they have arrived, its six haves. */
export async function standingIn(
  { database, sixHaves }: { readonly database: Pool; readonly sixHaves: SixHaves },
  { id, kind }: { readonly id: string; readonly kind: string },
  today: Day,
): Promise<Standing> {
  const [rated, rectifications, vetoOn, checked] = await Promise.all([
    ratedStanding(database, id, today),
    rectificationsOf(database, id, today),
    lastVetoOn(database, id),
    kind === 'branch' ? sixHaves(id) : null,
  ]);
  return { today, ...rated, ...rectifications, lastVetoOn: vetoOn, sixHaves: checked };
}
