import { editionFor, type OutsideReason, reasonOutside, type RoundEdition } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import { type Day, lastDayOf } from '@zhibu/kernel';
import { type Place, placesUnder, unitOf } from '@zhibu/register';
import { inspectorsOf } from './inspectors.lookup.ts';
import { superiorsWhoRated } from './raters.lookup.ts';
import { type StandingGrade, standingGrades } from './gradings.lookup.ts';
import type { BranchInScope, Scope } from './round/closing.decider.ts';
import type { Round } from './round/round.state.ts';

/**
 * Whom a round is about: those under its committee that live on the period's last day and are of a kind that one of its
 * editions grades, by code; a temporary branch is in no round. Who is exempt is left out; who is in no edition, or was
 * confirmed in another committee's round before it was moved here, stands outside.
 */
export async function scopeOf(database: Pool, round: Round, today: Day): Promise<Scope> {
  const places = await subjectsUnder(database, round);
  const ids = places.map(({ id }) => id);
  const [grades, raters, inspectors] = await Promise.all([
    standingGrades(database, ids, round),
    superiorsWhoRated(database, ids, round),
    inspectorsOf(database, ids, { period: round.period, today }),
  ]);
  const branches: BranchInScope[] = [];
  const outside: Scope['outside'][number][] = [];
  for (const place of places) {
    const { id: branchId } = place;
    if (round.exempt.has(branchId)) continue;
    const found = placeInRound(round, place, grades.get(branchId));
    if (typeof found === 'string') outside.push({ branchId, reason: found });
    else {
      const hands = { superior: raters.get(branchId) ?? [], inspectors: inspectors.get(branchId) ?? [] };
      branches.push({ branchId, unitId: unitIn(place), ...hands, ...found });
    }
  }
  return { branches, outside };
}

async function subjectsUnder(database: Pool, { workCommitteeId, period, editions }: Round): Promise<readonly Place[]> {
  const kinds = new Set<string>(editions.flatMap(({ subjects }) => subjects));
  const places = await placesUnder(database, workCommitteeId, lastDayOf(period));
  return places.filter(({ kind, form }) => kinds.has(kind) && form !== 'temporary');
}

type Held = Pick<BranchInScope, 'editionId' | 'grade' | 'effectiveOn' | 'lost'>;

/** How a branch stands in the round, or why it does not. */
function placeInRound(round: Round, place: Place, standing: StandingGrade | undefined): Held | OutsideReason {
  const edition = editionFor(round.editions, place);
  if (!edition) return reasonOutside(round.editions, place);
  if (!standing || standing.roundId === round.roundId) return held(edition, standing);
  return standing.confirmed ? 'confirmed-elsewhere' : held(edition, undefined);
}

function held({ editionId }: RoundEdition, standing: StandingGrade | undefined): Held {
  if (standing?.editionId !== editionId) return { editionId, grade: null, effectiveOn: null, lost: [] };
  const { grade, effectiveOn, lost } = standing;
  return { editionId, grade, effectiveOn, lost };
}

/** The unit that a branch is counted under; without one, the organization nearest below the committee. */
const unitIn = (place: Place): string => unitOf(place) ?? place.ancestors.at(-2)?.id ?? place.id;
