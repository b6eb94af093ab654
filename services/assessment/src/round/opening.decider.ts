import {
  type CommandNamed,
  editionTerms,
  type RoundEdition,
  type RoundEvent,
  roundId,
  type RoundStep,
  roundSteps,
} from '@zhibu/contracts';
import { type Day, lastDayOf, periodOf } from '@zhibu/kernel';
import { publishedEdition } from '../edition/edition.decider.ts';
import type { EditionState, PublishedEdition } from '../edition/edition.state.ts';
import { openRoundOf, refuseIf } from './round.rules.ts';
import type { RoundState } from './round.state.ts';

/** How many years before its period a round may be opened. */
const YEARS_AHEAD = 2;

type Opening = CommandNamed<'OpenRound'>['data'];
type Adding = CommandNamed<'AddRoundEdition'>['data'];

export interface AddingFacts {
  /** The edition that the command names. */
  readonly edition: EditionState;
  /** The later editions for the same organizations that are in force on the period's last day. */
  readonly later: readonly string[];
}

export interface OpeningFacts extends AddingFacts {
  readonly today: Day;
  /** The kind of the organization that holds the round; null: it is not known. */
  readonly committeeKind: string | null;
}

export function openRound(data: Opening, state: RoundState, facts: OpeningFacts): RoundEvent[] {
  if (state.status !== 'none') {
    const { editions } = state.round;
    const isKnown = editions.some(({ editionId }) => editionId === data.editionId);
    refuseIf(!isKnown, 'ROUND_OTHER_EDITION', { field: 'editionId', editionIds: idsOf(editions) });
    return [];
  }
  refuseIf(facts.committeeKind === null, 'COMMITTEE_UNKNOWN', { field: 'workCommitteeId' });
  refuseIf(facts.committeeKind !== 'work-committee', 'NOT_A_WORK_COMMITTEE', {
    field: 'workCommitteeId',
    kind: facts.committeeKind,
  });
  refuseDays(data, facts.today);
  const { workCommitteeId, scheme, period, basis, steps = [], openedOn = facts.today } = data;
  refuseDisorder(steps);
  const editions = [editionOf(data, facts)];
  return [
    {
      type: 'RoundOpened',
      data: {
        roundId: roundId(data),
        workCommitteeId,
        scheme,
        period,
        editions,
        steps,
        openedOn,
        ...(basis && { basis }),
      },
    },
  ];
}

export function addEdition(data: Adding, state: RoundState, facts: AddingFacts): RoundEvent[] {
  const { roundId: id, editions } = openRoundOf(state);
  if (editions.some(({ editionId }) => editionId === data.editionId)) return [];
  const edition = editionOf(data, facts);
  const overlapping = editions.filter(
    ({ sector, subjects }) => sector === edition.sector && subjects.some((kind) => edition.subjects.includes(kind)),
  );
  refuseIf(overlapping.length > 0, 'EDITIONS_OVERLAP', { field: 'editionId', editionIds: idsOf(overlapping) });
  const { workCommitteeId, scheme, period, basis } = data;
  return [
    {
      type: 'RoundEditionAdded',
      data: { roundId: id, workCommitteeId, scheme, period, edition, ...(basis && { basis }) },
    },
  ];
}

const idsOf = (editions: readonly RoundEdition[]): readonly string[] => editions.map(({ editionId }) => editionId);

function refuseDays({ period, openedOn }: Opening, today: Day): void {
  refuseIf(Number(period) > Number(periodOf(today)) + YEARS_AHEAD, 'PERIOD_TOO_FAR', { field: 'period', period });
  refuseIf(openedOn !== undefined && openedOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'openedOn', openedOn, today });
}

/** Steps stand in the order of a round, each once; none ends before it begins, or before the one before ends. */
function refuseDisorder(
  steps: readonly { readonly step: RoundStep; readonly from?: Day | undefined; readonly to: Day }[],
): void {
  steps.forEach(({ step, from, to }, index) => {
    const before = steps[index - 1];
    const follows = before === undefined || roundSteps.indexOf(before.step) < roundSteps.indexOf(step);
    const inTime = (from === undefined || from <= to) && (before === undefined || before.to <= to);
    refuseIf(!follows || !inTime, 'STEPS_DISORDERED', { field: `steps.${index}`, step });
  });
}

/** The edition as the round holds it, when the period may be graded by it. */
function editionOf(data: Opening | Adding, { edition: state, later }: AddingFacts): RoundEdition {
  const { editionId, editionHash, content } = inForceFor(data, state);
  refuseIf(later.length > 0 && !data.basis, 'EDITION_SUPERSEDED', { field: 'basis', later });
  const { subjects, quotas } = editionTerms(content);
  const { groups } = data;
  refuseIf(groups === undefined && quotas.some(({ per }) => per === 'group'), 'GROUPS_MISSING', { field: 'groups' });
  const units = (groups ?? []).flatMap((group) => group.units);
  const twice = units.filter((unit, index) => units.indexOf(unit) < index);
  refuseIf(twice.length > 0, 'GROUPS_OVERLAP', { field: 'groups', units: twice });
  return { editionId, editionHash, sector: content.sector, subjects: [...subjects], ...(groups && { groups }) };
}

/** The edition, when it is published, of the scheme, and in force on the period's last day. */
function inForceFor({ scheme, period }: Opening | Adding, state: EditionState): PublishedEdition {
  const edition = publishedEdition(state);
  const { content } = edition;
  refuseIf(content.scheme !== scheme, 'EDITION_SCHEME_MISMATCH', { field: 'editionId', scheme: content.scheme });
  refuseIf(content.effectiveFrom > lastDayOf(period), 'EDITION_NOT_IN_FORCE', {
    field: 'editionId',
    effectiveFrom: content.effectiveFrom,
  });
  if (state.status === 'retired') {
    refuseIf(state.retiredOn <= lastDayOf(period), 'EDITION_RETIRED', {
      field: 'editionId',
      retiredOn: state.retiredOn,
    });
  }
  return edition;
}
