import { evidenceStream, refusal } from '@zhibu/contracts';
import type { Aggregate } from '@zhibu/event-store';
import type { FeedConsumer } from '@zhibu/feed';
import { placeOf, registrationsReadTo } from '@zhibu/register';
import { lookingUp, Patience, type ServiceContext } from '@zhibu/service-kit';
import type { EvidencePlace } from './content/chosen.adapter.ts';
import type { EvidenceDecision, Received } from './evidence.decider.ts';
import { type Delivered, Receipts } from './receipt.lookup.ts';
import { isRemoval, removalsFollowed } from './removal.lookup.ts';

/** What files of evidence are taken in by, in one process. */
export interface EvidenceKeeping extends EvidencePlace {
  readonly receipts: Receipts;
  readonly removals: FeedConsumer;
}

/** One for each context, whoever asks for it. */
export function keepingOf(place: EvidencePlace): (context: ServiceContext) => EvidenceKeeping {
  const kept = new WeakMap<ServiceContext, EvidenceKeeping>();
  return (context) => {
    const keeping = kept.get(context) ?? {
      ...place,
      receipts: new Receipts(),
      removals: removalsFollowed(context, place.content),
    };
    kept.set(context, keeping);
    return keeping;
  };
}

/** The organization, as far as the register's facts have arrived, and the file, where it came with the command. */
export function evidenceFacts(context: ServiceContext, keeping: EvidenceKeeping): Aggregate<EvidenceDecision>['facts'] {
  const { database, today } = context;
  const patience = new Patience();
  return lookingUp<EvidenceDecision>(today, {
    RegisterEvidence: async ({ data }) => ({
      organization: await patience.wait({
        look: () => placeOf(database, data.organizationId, today()),
        readTo: () => registrationsReadTo(database),
      }),
      received: await stillKept(context, keeping, data),
    }),
    RemoveEvidence: async ({ data }) => ({
      above: (await placeOf(database, data.organizationId, today()))?.ancestors.map(({ id }) => id) ?? [],
    }),
  });
}

/**
 * What came of a file, and is kept. Removals of this file so far are followed first, and so before its bytes are read, for it
 * is asked then already; those of other files are not waited for. It may yet be removed while it comes. @throws Refusal SERVICE_UNAVAILABLE where it is gone; sent again, it comes anew
 */
async function stillKept(
  { caughtUp, store }: ServiceContext,
  { receipts, removals, content }: EvidenceKeeping,
  delivered: Delivered,
): Promise<Received | null> {
  const stream = evidenceStream(delivered.sha256);
  const removal = (await store.readStream(stream)).findLast(isRemoval);
  if (removal) {
    const [recorded] = await store.recorded(stream, { from: removal.revision, to: removal.revision });
    await caughtUp(removals, recorded?.position);
  }
  const received = receipts.of(delivered);
  if (!received) return null;
  if ((await content.sizeOf(delivered.sha256)) === received.size) return received;
  throw refusal('SERVICE_UNAVAILABLE', { field: 'sha256', reason: 'the file was removed while it came' });
}
