import { batchStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { placeOf } from '@zhibu/register';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import { acceptedOnOf } from '../designation/acceptance.lookup.ts';
import { isReviewed } from '../designation/application.rules.ts';
import { unmetConditions } from '../designation/condition.rules.ts';
import type { Designations } from '../designation/designation-stream.lookup.ts';
import { standingIn } from '../designation/standing.lookup.ts';
import { gradingsLookup } from '../gradings.lookup.ts';
import type { Programmes } from '../programme/programme.lookup.ts';
import type { SixHaves } from '../six-haves/six-haves.lookup.ts';
import { batchDecider, type BatchDecision, type Candidate } from './batch.decider.ts';
import type { BatchState } from './batch.state.ts';

/** Reads batches from their streams. */
export type Batches = (programmeId: string, year: string) => Promise<BatchState>;

export function batchesIn(store: EventStore): Batches {
  const batches = folded(store, batchDecider);
  return (programmeId, year) => batches(batchStream(programmeId, year));
}

export interface BatchSources extends ServiceContext {
  readonly programmes: Programmes;
  readonly sixHaves: SixHaves;
  readonly designations: Designations;
}

/** The programme, and each that the list names with its application as its own stream has it. */
export function batchFacts(sources: BatchSources): Aggregate<BatchDecision>['facts'] {
  const { today, caughtUp, programmes } = sources;
  return lookingUp<BatchDecision>(today, {
    DecideBatch: async ({ data: { programmeId, organizationIds } }) => {
      await caughtUp(gradingsLookup);
      const candidates: Candidate[] = [];
      // One after the other: a list has some tens, and the pool is for everybody.
      for (const id of organizationIds) candidates.push(await candidateIn(sources, programmeId, id));
      return { programme: await programmes(programmeId), candidates };
    },
  });
}

async function candidateIn(sources: BatchSources, programmeId: string, organizationId: string): Promise<Candidate> {
  const today = sources.today();
  const [state, place] = await Promise.all([
    sources.designations(programmeId, organizationId),
    placeOf(sources.database, organizationId, today),
  ]);
  const standing = await standingIn(sources, { id: organizationId, kind: place?.kind ?? '' }, today);
  const hands = 'application' in state ? [...state.application.applicants, ...state.application.reviewers] : [];
  return {
    organizationId,
    isReviewed: isReviewed(state),
    hands,
    acceptedOn: acceptedOnOf(state),
    unmet: unmetConditions(standing),
  };
}
