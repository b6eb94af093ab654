import { type BatchCommand, batchContract, type BatchEvent, type ConditionCode, refusing } from '@zhibu/contracts';
import { contentHash, type Day, decider, type FactsOf, handsOf, periodOf, type Sent, shareAHand } from '@zhibu/kernel';
import { acceptedRecently } from '../designation/application.rules.ts';
import { conditionErrors } from '../designation/condition.rules.ts';
import { allowsBatch, knownProgramme, refuseOtherThanBody } from '../programme/programme.rules.ts';
import type { ProgrammeState } from '../programme/programme.state.ts';
import { type BatchState, evolveBatch, noBatch } from './batch.state.ts';

const { refuseIf } = refusing(batchContract);

const decide = { DecideBatch: decideBatch };

export interface BatchDecision {
  readonly command: BatchCommand;
  readonly state: BatchState;
  readonly event: BatchEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 集体研究: which of the reviewed applications go to public notice. */
export const batchDecider = decider<BatchDecision>({ initialState: noBatch, evolve: evolveBatch, decide });

/** One that the list names. */
export interface Candidate {
  readonly organizationId: string;
  /** All steps of its review are passed, and it is not under notice yet. */
  readonly isReviewed: boolean;
  /** Who applied, and who reviewed it on the spot. */
  readonly hands: readonly string[];
  /** 验收: the last one passed; null: none. */
  readonly acceptedOn: Day | null;
  /** What it lacks today. */
  readonly unmet: readonly ConditionCode[];
}

export interface BatchFacts extends Sent {
  readonly programme: ProgrammeState;
  /** In the order of the list. */
  readonly candidates: readonly Candidate[];
}

/** Sent again with the same list and basis it records nothing. */
function decideBatch(data: BatchCommand['data'], state: BatchState, facts: BatchFacts): BatchEvent[] {
  const { programme, approval } = knownProgramme(facts.programme);
  const { bodyId, level, programmeKind, batchLimit } = programme;
  refuseIf(bodyId !== data.bodyId, 'NOT_THE_BODY', { field: 'bodyId', bodyId });
  refuseOtherThanBody(programme, facts.actor);
  if (state.status === 'decided') {
    refuseIf(!isSame(state.batch, data), 'BATCH_DECIDED', { field: 'organizationIds' });
    return [];
  }
  // 一年一批: of the year in which it is decided; of another one it would name a batch that a notice could take up at will.
  const year = periodOf(facts.today);
  refuseIf(data.year !== year, 'BATCH_OF_ANOTHER_YEAR', { field: 'year', year });
  refuseIf(!allowsBatch(level, approval), 'BATCH_WITHOUT_APPROVAL', { field: 'programmeId' });
  const { length } = data.organizationIds;
  refuseIf(new Set(data.organizationIds).size < length, 'BATCH_REPEATS', { field: 'organizationIds' });
  refuseIf(batchLimit !== undefined && length > batchLimit, 'BATCH_OVER_LIMIT', { length, batchLimit });
  refuseUnready(facts);
  return [{ type: 'BatchDecided', data: { ...data, level, programmeKind, effectiveOn: facts.today } }];
}

const isSame = (batch: BatchEvent['data'], { organizationIds, basis }: BatchCommand['data']): boolean =>
  contentHash(batch.organizationIds) === contentHash(organizationIds) && batch.basis.documentNo === basis.documentNo;

/** Each named: reviewed whole, accepted lately, still meeting the conditions; and decided by other persons. */
function refuseUnready({ candidates, actor, today }: BatchFacts): void {
  const refuseThose = (which: (one: Candidate) => boolean, code: Parameters<typeof refuseIf>[1]): void => {
    const organizations = candidates.filter(which).map(({ organizationId }) => organizationId);
    refuseIf(organizations.length > 0, code, { field: 'organizationIds', organizations });
  };
  refuseThose(({ isReviewed }) => !isReviewed, 'APPLICATION_NOT_REVIEWED');
  refuseThose(({ acceptedOn }) => !acceptedRecently(acceptedOn, today), 'ACCEPTANCE_MISSING');
  const lacking = candidates.filter(({ unmet }) => unmet.length > 0);
  refuseIf(lacking.length > 0, 'BATCH_CONDITIONS_UNMET', {
    field: 'organizationIds',
    organizations: lacking.map(({ organizationId }) => organizationId),
    errors: conditionErrors(lacking.flatMap(({ unmet }) => unmet)),
  });
  refuseThose(({ hands }) => shareAHand(hands, handsOf(actor)), 'DECIDED_BY_REVIEWER');
}
