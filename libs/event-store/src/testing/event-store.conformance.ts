import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventStore } from '../port.ts';
import { appendConformance } from './append.conformance.ts';
import { logConformance } from './log.conformance.ts';
import { togetherConformance } from './together.conformance.ts';

/** A store to be tested, empty, and how it goes. */
export interface StoreUnderTest {
  readonly store: EventStore;
  /** Another store on the same data, as another process opens it; whoever asks for it closes it. */
  readonly another: () => Promise<EventStore>;
  readonly dispose: () => Promise<void>;
}

/** The core suite: what every store promises. Every adapter runs it whole; there is nothing to opt out of. */
export function eventStoreConformance(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name}: core conformance`, () => {
    let under: StoreUnderTest;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.dispose());
    appendConformance(() => under.store);
    togetherConformance(
      () => under.store,
      () => under.another(),
    );
    logConformance(() => under.store);
  });
}
