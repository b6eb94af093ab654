import { editionEvents, editionStream, isOneOf, upcast } from '@zhibu/contracts';
import type { Aggregate, EventStore } from '@zhibu/event-store';
import { fold } from '@zhibu/kernel';
import type { ServiceContext } from '@zhibu/service-kit';
import { gradingsLookup, otherEditionsGraded } from '../gradings.lookup.ts';
import { editionDecider, type EditionDecision, publishedEdition } from './edition.decider.ts';
import type { EditionState, PublishedEdition } from './edition.state.ts';

/** Reads editions from their streams. What is published never changes, so it is read once. */
export class Editions {
  private readonly store: EventStore;
  private readonly known = new Map<string, PublishedEdition>();

  constructor(store: EventStore) {
    this.store = store;
  }

  /** As it stands now, its retirement included. */
  async state(editionId: string): Promise<EditionState> {
    const events = await this.store.readStream(editionStream(editionId));
    return fold(editionDecider, events.map((event) => upcast(event)).filter(isOneOf(...Object.values(editionEvents))));
  }

  /** What decisions rest on. @throws Refusal EDITION_UNKNOWN, EDITION_NOT_PUBLISHED */
  async published(editionId: string): Promise<PublishedEdition> {
    const known = this.known.get(editionId);
    if (known) return known;
    const edition = publishedEdition(await this.state(editionId));
    this.known.set(editionId, edition);
    return edition;
  }
}

/** Only the publication rests on more than its own stream: on what is graded already. */
export function editionFacts({ database, caughtUp }: ServiceContext): Aggregate<EditionDecision>['facts'] {
  return async (command, state) => {
    if (command.name !== 'PublishEdition' || state.status !== 'draft') return { gradedUnder: [] };
    await caughtUp(gradingsLookup);
    return { gradedUnder: await otherEditionsGraded(database, state.editionId, state.content) };
  };
}
