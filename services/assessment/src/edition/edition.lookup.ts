import { editionStream } from '@zhibu/contracts';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { lookingUp, type ServiceContext } from '@zhibu/service-kit';
import { editionsBeside, otherEditionsGraded } from '../editions.lookup.ts';
import { gradingsLookup } from '../gradings.lookup.ts';
import { editionDecider, type EditionDecision, publishedEdition } from './edition.decider.ts';
import type { EditionState, PublishedEdition } from './edition.state.ts';

/** Reads editions from their streams. */
export interface Editions {
  /** As it stands now, its retirement included. */
  readonly state: (editionId: string) => Promise<EditionState>;
  /** What decisions rest on. What is published never changes, so it is read once. @throws Refusal EDITION_UNKNOWN, EDITION_NOT_PUBLISHED */
  readonly published: (editionId: string) => Promise<PublishedEdition>;
}

export function editionsIn(store: EventStore): Editions {
  const editions = folded(store, editionDecider);
  return {
    state: (editionId) => editions(editionStream(editionId)),
    published: async (editionId) => publishedEdition(await editions(editionStream(editionId), isPublished)),
  };
}

const isPublished = ({ status }: EditionState): boolean => status === 'published' || status === 'retired';

/** Only the publication rests on more than its own stream: on what is graded already, and on the editions beside it. */
export function editionFacts({ database, today, caughtUp }: ServiceContext): Aggregate<EditionDecision>['facts'] {
  return lookingUp<EditionDecision>(today, {
    PublishEdition: async (_command, state) => {
      if (state.status !== 'draft') return { gradedUnder: [], beside: [] };
      const { editionId, content } = state;
      await caughtUp(gradingsLookup);
      return {
        gradedUnder: await otherEditionsGraded(database, editionId, content),
        beside: await editionsBeside(database, editionId, content),
      };
    },
  });
}
