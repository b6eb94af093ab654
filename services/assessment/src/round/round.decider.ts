import {
  type CommandNamed,
  type RoundCommand,
  roundContract,
  type RoundEvent,
  refusing,
  roundId,
} from '@zhibu/contracts';
import { decider, type FactsOf, lastDayOf } from '@zhibu/kernel';
import { publishedEdition } from '../edition/edition.decider.ts';
import type { EditionState, PublishedEdition } from '../edition/edition.state.ts';
import { distributionOf, quotasExceeded } from './quota.rules.ts';
import { evolveRound, initialRound, type RoundState } from './round.state.ts';

const { refuseIf, refusal } = refusing(roundContract);

const decide = { OpenRound: openRound, CloseRound: closeRound };

export interface RoundDecision {
  readonly command: RoundCommand;
  readonly state: RoundState;
  readonly event: RoundEvent;
  readonly facts: FactsOf<typeof decide>;
}

export const roundDecider = decider<RoundDecision>({ initialState: initialRound, evolve: evolveRound, decide });

export interface OpeningFacts {
  /** The edition that the command names. */
  readonly edition: EditionState;
  /** The kind of the organization that holds the round; null: it is not known. */
  readonly committeeKind: string | null;
}

export interface ClosingFacts {
  /** The edition that the round is held under. */
  readonly edition: EditionState;
  readonly branches: readonly BranchInScope[];
}

/** A branch under the committee, alive on the period's last day, of the edition's sector. */
export interface BranchInScope {
  readonly branchId: string;
  /** Its grade under the round's edition; null while it is not graded. */
  readonly grade: string | null;
}

type DataOf<Name extends RoundCommand['name']> = CommandNamed<Name>['data'];

function openRound(data: DataOf<'OpenRound'>, state: RoundState, facts: OpeningFacts): RoundEvent[] {
  if (state.status !== 'none') {
    refuseIf(state.round.editionId !== data.editionId, 'ROUND_OTHER_EDITION', {
      field: 'editionId',
      editionId: state.round.editionId,
    });
    return [];
  }
  refuseIf(facts.committeeKind === null, 'COMMITTEE_UNKNOWN', { field: 'workCommitteeId' });
  refuseIf(facts.committeeKind !== 'work-committee', 'NOT_A_WORK_COMMITTEE', {
    field: 'workCommitteeId',
    kind: facts.committeeKind,
  });
  const { workCommitteeId, scheme, period } = data;
  const { editionId, editionHash } = editionFor(data, facts.edition);
  return [
    { type: 'RoundOpened', data: { roundId: roundId(data), workCommitteeId, scheme, period, editionId, editionHash } },
  ];
}

/** The edition, when the period may be graded by it: published, of the scheme, in force on the period's last day. */
function editionFor({ scheme, period }: DataOf<'OpenRound'>, state: EditionState): PublishedEdition {
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

/** 核准: confirms the grades of the round from then on. */
function closeRound(
  { period, effectiveOn, quotaBasis }: DataOf<'CloseRound'>,
  state: RoundState,
  facts: ClosingFacts,
): RoundEvent[] {
  if (state.status === 'closed') return [];
  if (state.status === 'none') throw refusal('ROUND_NOT_OPEN');
  const { content } = publishedEdition(facts.edition);
  const graded = gradedBranches(facts.branches);
  const grades = graded.map(({ grade }) => grade);
  const exceeded = quotasExceeded(content, grades);
  refuseIf(exceeded.length > 0 && !quotaBasis, 'QUOTA_EXCEEDED', { field: 'quotaBasis', quotas: exceeded });
  const laggingGrades = new Set(
    content.grades.filter(({ standing }) => standing === 'lagging').map(({ code }) => code),
  );
  return [
    {
      type: 'RoundClosed',
      data: {
        ...state.round,
        effectiveOn: effectiveOn ?? lastDayOf(period),
        distribution: distributionOf(content, grades),
        branches: graded.length,
        lagging: graded.filter(({ grade }) => laggingGrades.has(grade)).map(({ branchId }) => branchId),
        quotasExceeded: exceeded,
        ...(quotaBasis && { quotaBasis }),
      },
    },
  ];
}

function gradedBranches(branches: readonly BranchInScope[]): readonly { branchId: string; grade: string }[] {
  refuseIf(branches.length === 0, 'ROUND_EMPTY');
  const ungraded = branches.filter(({ grade }) => grade === null).map(({ branchId }) => branchId);
  refuseIf(ungraded.length > 0, 'ROUND_UNGRADED', { count: ungraded.length, branches: ungraded });
  return branches.flatMap(({ branchId, grade }) => (grade === null ? [] : [{ branchId, grade }]));
}
