import { refusal } from '@zhibu/contracts';
import { type Decision, type RecordedEvent, Refusal } from '@zhibu/kernel';
import { damageRefusal } from './damage-refusal.ts';
import type { Aggregate, CommandEnvelope, CommandOutcome } from './envelope.ts';
import type { Part } from './folded-stream.ts';
import { type EventStore, StoreDamaged } from './port.ts';
import { StreamQueue } from './stream-queue.ts';

/** What commands are handled with. */
export type CommandStore = Pick<EventStore, 'readStream' | 'append' | 'recorded'>;

/** So many commands of one stream may wait; one batch more than that at most. */
const WAITING_A_STREAM = 2_000;
const WAITING_IN_ALL = 20_000;

/** How commands are answered. */
export interface Answering {
  /** false: answered when the events are appended, without them, rather than when the log has them. */
  readonly answersEvents?: boolean;
}

/**
 * Handles the commands of one process. Those of one stream are taken in turn, in the order in which they came, and decided
 * together: one read at most and, as far as the limits allow, one append for all that wait, whoever sent them.
 */
export class CommandHandler {
  private readonly store: CommandStore;
  private readonly queues = new Map<string, Pick<StreamQueue<Decision>, 'decided' | 'waiting'>>();
  private waiting = 0;

  constructor(store: CommandStore) {
    this.store = store;
  }

  /**
   * Commands of one stream, each with its own outcome, answered when their events are in the log. A command whose id the
   * stream knows is not decided again: it answers the events recorded then, or COMMAND_ID_REUSED when its payload was
   * another. A command without an expected revision is not refused for what others append; should other processes be in
   * the way until its deadline, or too many commands wait already, it is refused SERVICE_UNAVAILABLE, which may pass.
   * Infrastructure errors are thrown: the caller repeats under the same command ids.
   */
  async handle<Of extends Decision>(
    aggregate: Aggregate<Of>,
    envelopes: readonly CommandEnvelope[],
    { answersEvents = true }: Answering = {},
  ): Promise<readonly CommandOutcome[]> {
    const [first] = envelopes;
    if (!first) return [];
    const stream = first.contract.streamOf(first.data);
    const parts = await this.decided(aggregate, stream, envelopes);
    return Promise.all(
      parts.map(async (part): Promise<CommandOutcome> => {
        if (part instanceof Refusal) return { refusal: part };
        if (!answersEvents || part.from > part.to) return { events: [] };
        return this.recorded(stream, part);
      }),
    );
  }

  private async recorded(
    stream: string,
    part: { readonly from: number; readonly to: number },
  ): Promise<CommandOutcome> {
    try {
      return { events: await this.store.recorded(stream, part) };
    } catch (error) {
      if (error instanceof StoreDamaged) return { refusal: damageRefusal(error) };
      throw error;
    }
  }

  private async decided<Of extends Decision>(
    aggregate: Aggregate<Of>,
    stream: string,
    envelopes: readonly CommandEnvelope[],
  ): Promise<readonly Part[]> {
    const onIdle = (): boolean => this.queues.delete(stream);
    const queue = this.queues.get(stream) ?? new StreamQueue(this.store, { aggregate, stream, onIdle });
    if (queue.waiting >= WAITING_A_STREAM || this.waiting >= WAITING_IN_ALL) {
      const busy = refusal('SERVICE_UNAVAILABLE', { stream, waiting: queue.waiting });
      return envelopes.map(() => busy);
    }
    this.queues.set(stream, queue);
    this.waiting += envelopes.length;
    try {
      return await queue.decided(envelopes);
    } finally {
      this.waiting -= envelopes.length;
    }
  }
}

/** Commands of one stream by themselves: {@link CommandHandler.handle} where nothing else is handled beside them. */
export function handleCommands<Of extends Decision>(
  store: CommandStore,
  aggregate: Aggregate<Of>,
  envelopes: readonly CommandEnvelope[],
): Promise<readonly CommandOutcome[]> {
  return new CommandHandler(store).handle(aggregate, envelopes);
}

/** One command: {@link handleCommands} with the outcome unpacked. @throws Refusal */
export async function handleCommand<Of extends Decision>(
  store: CommandStore,
  aggregate: Aggregate<Of>,
  envelope: CommandEnvelope,
): Promise<readonly RecordedEvent[]> {
  const [outcome] = await handleCommands(store, aggregate, [envelope]);
  if (!outcome) throw new Error('a command without an outcome');
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.events;
}
