import { editionFor, roundId, schemeGradeWords } from '@zhibu/contracts';
import { gathered, type Pool } from '@zhibu/database';
import type { Aggregate } from '@zhibu/event-store';
import { type Day, firstDayOf, lastDayOf, type Sent } from '@zhibu/kernel';
import {
  committeeOf,
  type Place,
  type PlaceAsked,
  placesAsked,
  registrationsReadTo,
  superiorsOn,
} from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { StandingMatches } from '../data-match/data-match.lookup.ts';
import type { Editions } from '../edition/edition.lookup.ts';
import type { Rounds } from '../round/round.lookup.ts';
import { gradesOfScheme } from '../editions.lookup.ts';
import { firstRoundOf, gradingsLookup } from '../gradings.lookup.ts';
import { inspectorsOf } from '../inspectors.lookup.ts';
import type { GradingDecision } from './grading.decider.ts';
import { refuseIf } from './grading.rules.ts';
import type { GradingState, Placement, PlacementRound, PriorFacts } from './grading.state.ts';

type Subject = Pick<GradingDecision['command']['data'], 'branchId' | 'scheme' | 'period'>;
type Asked = { readonly data: Subject } & Sent;

/** Where the facts of a grading come from: published editions, rounds, and the register as far as it has arrived. */
export interface GradingSources {
  readonly today: () => Day;
  readonly database: Pool;
  readonly caughtUp: ServiceContext['caughtUp'];
  readonly editions: Editions;
  readonly rounds: Rounds;
  readonly standingMatches: StandingMatches;
}

/** Asks for no more than the command needs: the inputs of a thousand branches rest on one edition, read once. */
export function gradingFacts(given: GradingSources): Aggregate<GradingDecision>['facts'] {
  const { database } = given;
  const sources = { ...given, placeOf: gathered((asked: readonly PlaceAsked[]) => placesAsked(database, asked)) };
  const patience = new Patience();
  const { edition, closed, deciding, computing, asSuperior } = underEdition(given);
  return lookingUp<GradingDecision>(sources.today, {
    OpenGrading: async ({ data }, state) => ({
      roundClosed: await closed(state),
      placement: await placementInRound(sources, patience, data),
    }),
    SubmitRating: edition,
    RecordPoll: edition,
    RecordDataMatch: edition,
    RecordVeto: edition,
    WithdrawVeto: edition,
    GradeBranch: computing,
    DetermineGrade: asSuperior,
    WithdrawDetermination: asSuperior,
    ReviseGrade: deciding,
    ReassessGrade: deciding,
    RecordPriorGrade: ({ data }) => priorFacts(sources, patience, data),
    CorrectPriorGrade: ({ data }) => priorFacts(sources, patience, data),
  });
}

/** What is asked of a grading that is opened. */
function underEdition({ database, editions, rounds, standingMatches }: GradingSources) {
  const { closed, admittedBy, refuseExempt } = inRound(rounds);
  const edition = async (_command: object, state: GradingState) => ({
    edition: state.status === 'not-opened' ? null : await editions.published(state.assignment.editionId),
  });
  const editionAndClosure = async (command: object, state: GradingState) => ({
    ...(await edition(command, state)),
    roundClosed: await closed(state),
  });
  /** Asked of a decision that no closing confirms any more: the closing asks for itself. */
  const inspectors = async ({ data: { branchId, period }, today }: Asked, isConfirmed: boolean) => {
    const found = isConfirmed ? await inspectorsOf(database, [branchId], { period, today }) : null;
    return { inspectors: found?.get(branchId) ?? [] };
  };
  const deciding = async (command: Asked, state: GradingState) => {
    const held = await editionAndClosure(command, state);
    return { ...held, ...(await inspectors(command, held.roundClosed)) };
  };
  const computing = async (command: Asked, state: GradingState) => {
    await refuseExempt(state);
    const standingMatch = state.status === 'not-opened' ? null : await standingMatches(state.assignment.branchId);
    const admitted = await admittedBy(state);
    const hands = { admittedBy: admitted, ...(await inspectors(command, admitted.length > 0)) };
    return { ...(await editionAndClosure(command, state)), standingMatch, ...hands };
  };
  const asSuperior = async (command: Asked, state: GradingState) => ({
    ...(await deciding(command, state)),
    superiors: await superiorsOn(database, command.data.branchId, command.today),
  });
  return { edition, closed, deciding, computing, asSuperior };
}

/** What a grading asks of the round that it belongs to. */
const inRound = (rounds: Rounds) => ({
  closed: async (state: GradingState): Promise<boolean> => {
    if (state.status === 'not-opened') return false;
    const { branchId, roundId: id } = state.assignment;
    const held = await rounds.state(id);
    // Who was admitted late is graded once in a round that is closed.
    return held.status === 'closed' && (state.status === 'graded' || !held.round.late.has(branchId));
  },
  admittedBy: async (state: GradingState): Promise<readonly string[]> => {
    if (state.status === 'not-opened') return [];
    const held = await rounds.state(state.assignment.roundId);
    return (held.status === 'closed' && held.round.late.get(state.assignment.branchId)) || [];
  },
  /** It may have been exempted since it was opened. @throws Refusal BRANCH_EXEMPT */
  refuseExempt: async (state: GradingState): Promise<void> => {
    if (state.status === 'not-opened') return;
    const { branchId, roundId: id } = state.assignment;
    const held = await rounds.state(id);
    refuseIf(held.status !== 'none' && held.round.exempt.has(branchId), 'BRANCH_EXEMPT', { field: 'branchId' });
  },
});

type Sources = GradingSources & { readonly placeOf: (asked: PlaceAsked) => Promise<Place | null> };

const placing = ({ database, placeOf }: Sources, subject: Subject) => ({
  look: () => standingOf(placeOf, subject),
  readTo: () => registrationsReadTo(database),
});

/** The branch may arrive before the organizations above it: streams have no order between them. */
async function placementInRound(sources: Sources, patience: Patience, data: Subject): Promise<Placement | null> {
  const { look, readTo } = placing(sources, data);
  const whole = async () => {
    const found = await look();
    return found?.workCommitteeId ? found : null;
  };
  const placed = (await patience.wait({ look: whole, readTo })) ?? (await look());
  const round = placed ? await roundOf(sources, data, placed) : null;
  return withRound(placed, round);
}

/** Where a branch belongs on the last day of a period, as far as the register's facts have arrived. */
async function standingOf(placeOf: Sources['placeOf'], { branchId, period }: Subject): Promise<Standing | null> {
  const place = await placeOf({ id: branchId, day: lastDayOf(period) });
  return (
    place && {
      kind: place.kind,
      sector: place.sector,
      form: place.form,
      alive: place.alive,
      workCommitteeId: committeeOf(place) ?? null,
    }
  );
}

type Standing = Omit<Placement, 'round'>;

/** What a grade from before the platform is held against: the register, the committee's first round, the scheme's grades. */
async function priorFacts(sources: Sources, patience: Patience, data: Subject): Promise<PriorFacts> {
  const placement = await patience.wait(placing(sources, data));
  const onFirstDay = await sources.placeOf({ id: data.branchId, day: firstDayOf(data.period) });
  await sources.caughtUp(gradingsLookup);
  const [firstRound, known] = await Promise.all([
    placement?.workCommitteeId ? firstRoundOf(sources.database, placement.workCommitteeId, data.scheme) : null,
    gradesOfScheme(sources.database, data.scheme),
  ]);
  return {
    placement,
    livedInPeriod: placement?.alive === true || onFirstDay?.alive === true,
    firstRound,
    // While no edition of the scheme is published, the policy's own words are what it knows.
    gradesOfScheme: known.length > 0 ? known : Object.keys(schemeGradeWords[data.scheme] ?? {}),
  };
}

const withRound = (place: Standing | null, round: PlacementRound | null): Placement | null =>
  place && { ...place, round };

/** The round that the branch is graded in, with the edition of the round that grades it. */
async function roundOf(
  { rounds, editions }: GradingSources,
  { branchId, scheme, period }: Subject,
  placed: Standing,
): Promise<PlacementRound | null> {
  const { workCommitteeId } = placed;
  if (!workCommitteeId) return null;
  const state = await rounds.state(roundId({ workCommitteeId, scheme, period }));
  if (state.status === 'none') return null;
  const { round, status } = state;
  const edition = editionFor(round.editions, placed);
  return {
    roundId: round.roundId,
    closed: status === 'closed' && !round.late.has(branchId),
    edition: edition ? await editions.published(edition.editionId) : null,
    exempt: round.exempt.has(branchId),
  };
}
