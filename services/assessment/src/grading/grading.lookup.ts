import { roundId } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { Aggregate } from '@zhibu/event-store';
import { lastDayOf } from '@zhibu/kernel';
import { committeeOf, placeOf, registrationsReadTo } from '@zhibu/register';
import { Patience } from '@zhibu/service-kit';
import type { Editions } from '../edition/edition.lookup.ts';
import type { Rounds } from '../round/round.lookup.ts';
import type { GradingDecision } from './grading.decider.ts';
import type { GradingFacts, GradingState, Placement, PlacementRound } from './grading.state.ts';

type Command = GradingDecision['command'];
type Subject = Pick<Command['data'], 'branchId' | 'scheme' | 'period'>;

/** Where the facts of a grading come from: published editions, rounds, and the register as far as it has arrived. */
export interface GradingSources {
  readonly database: Pool;
  readonly editions: Editions;
  readonly rounds: Rounds;
}

/** Asks for no more than the command needs: the inputs of a thousand branches rest on one edition, read once. */
export function gradingFacts(sources: GradingSources): Aggregate<GradingDecision>['facts'] {
  const patience = new Patience();
  return async (command, state) => ({
    ...(await ownFacts(sources, command, state)),
    placement: await placementFor(sources, patience, command),
  });
}

async function ownFacts(
  { editions, rounds }: GradingSources,
  { name }: Command,
  state: GradingState,
): Promise<Omit<GradingFacts, 'placement'>> {
  if (state.status === 'not-opened') return { edition: null, roundClosed: false };
  const asksForRound = name === 'GradeBranch' || name === 'OpenGrading';
  return {
    edition: await editions.published(state.assignment.editionId),
    roundClosed: asksForRound && (await rounds.state(state.assignment.roundId)).status === 'closed',
  };
}

async function placementFor(
  sources: GradingSources,
  patience: Patience,
  { name, data }: Command,
): Promise<Placement | null> {
  if (name !== 'OpenGrading' && name !== 'RecordPriorGrade') return null;
  const place = () => standingOf(sources.database, data);
  const readTo = () => registrationsReadTo(sources.database);
  if (name === 'RecordPriorGrade') return withRound(await patience.wait({ look: place, readTo }), null);
  // The branch may arrive before the organizations above it: streams have no order between them.
  const placed =
    (await patience.wait({
      look: async () => {
        const found = await place();
        return found?.workCommitteeId ? found : null;
      },
      readTo,
    })) ?? (await place());
  const round = placed?.workCommitteeId ? await roundOf(sources, data, placed.workCommitteeId) : null;
  return withRound(placed, round);
}

/** Where a branch belongs on the last day of a period, as far as the register's facts have arrived. */
async function standingOf(database: Pool, { branchId, period }: Subject): Promise<Standing | null> {
  const place = await placeOf(database, branchId, lastDayOf(period));
  return (
    place && { kind: place.kind, sector: place.sector, alive: place.alive, workCommitteeId: committeeOf(place) ?? null }
  );
}

type Standing = Omit<Placement, 'round'>;

const withRound = (place: Standing | null, round: PlacementRound | null): Placement | null =>
  place && { ...place, round };

async function roundOf(
  { rounds, editions }: GradingSources,
  subject: Subject,
  workCommitteeId: string,
): Promise<PlacementRound | null> {
  const { scheme, period } = subject;
  const state = await rounds.state(roundId({ workCommitteeId, scheme, period }));
  if (state.status === 'none') return null;
  const { round, status } = state;
  return { roundId: round.roundId, closed: status === 'closed', edition: await editions.published(round.editionId) };
}
