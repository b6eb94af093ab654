import { evidenceStream, isOneOf, evidenceEvents } from '@zhibu/contracts';
import { folded } from '@zhibu/event-store';
import type { FeedConsumer } from '@zhibu/feed';
import type { ServiceContext } from '@zhibu/service-kit';
import type { EvidenceContent } from './content/content.ts';
import { evidenceDecider } from './evidence.decider.ts';
import { isHeld } from './evidence.state.ts';

/** Whether an event says that a file was removed. */
export const isRemoval = isOneOf(evidenceEvents.EvidenceRemoved);

/**
 * Takes contents away that no organization has any more. Whether one has it is asked of the stream as it is now, so that
 * a log that is read again takes nothing away that was handed in since. While the place of contents cannot be reached, it waits;
 * a content that it will not give up for good, as where rights are missing, parks its own stream alone.
 */
export function removalsFollowed({ store }: Pick<ServiceContext, 'store'>, content: EvidenceContent): FeedConsumer {
  const evidence = folded(store, evidenceDecider);
  return {
    group: 'assessment-evidence-content',
    service: 'assessment',
    takes: new Set(['EvidenceRemoved']),
    lingers: true,
    asksBeside: true,
    apply: async (_transaction, events) => {
      for (const { sha256 } of events.filter(isRemoval).map(({ data }) => data)) {
        if (isHeld(await evidence(evidenceStream(sha256)))) continue;
        await content.remove(sha256);
      }
    },
  };
}
