import { commandContract, evidenceStream, evidenceTypes, refusal } from '@zhibu/contracts';
import { type CommandDoor, type DutyCheck, isPerson, type Sender } from '@zhibu/service-kit';
import { type Aggregate, type EventStore, folded } from '@zhibu/event-store';
import { checkedBytes } from './content/checked-bytes.adapter.ts';
import { type EvidenceDecision, evidenceDecider, type Received, registerEvidence } from './evidence.decider.ts';
import { handedIn, type HandedIn, isHeld } from './evidence.state.ts';
import type { EvidenceKeeping } from './evidence.lookup.ts';
import { HEAD_BYTES, isNamedOtherwise, typeOf } from './type.rules.ts';

/** A file on its way, and what is said of it. */
export interface Delivery {
  readonly sha256: string;
  readonly organizationId: string;
  readonly name?: string | undefined;
  readonly takenOn?: string | undefined;
  /** Bytes in all, as its sender says. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What was handed in; `isNew`: by this delivery. */
export interface Delivered {
  readonly evidence: HandedIn;
  readonly isNew: boolean;
}

interface Sources {
  readonly keeping: EvidenceKeeping;
  readonly facts: Aggregate<EvidenceDecision>['facts'];
  readonly store: EventStore;
  readonly door: CommandDoor;
  readonly duties: DutyCheck;
}

/** So many files come at once; each takes some pieces of memory and a place at the disk. */
const AT_ONCE = 16;

/** Takes files in: who may hand them in is asked before a byte is read, what they are while they come. */
export class Deliveries {
  private readonly sources: Sources;
  private readonly evidence;
  private running = 0;

  constructor(sources: Sources) {
    this.sources = sources;
    this.evidence = folded(sources.store, evidenceDecider);
  }

  /** By organization, what was handed in of a file. */
  async of(sha256: string): Promise<readonly HandedIn[]> {
    return [...handedIn(await this.evidence(evidenceStream(sha256))).values()];
  }

  /**
   * Takes a file in and registers it for its organization. One that is kept is not written again, and one that is
   * registered not recorded again.
   * @throws Refusal those of RegisterEvidence, TOO_MANY_AT_ONCE, EVIDENCE_TOO_LARGE, EVIDENCE_TYPE_UNKNOWN,
   * EVIDENCE_NAMED_OTHERWISE, EVIDENCE_OTHER_HASH, EVIDENCE_TRUNCATED, EVIDENCE_NOT_KEPT
   */
  async take(delivery: Delivery, sender: Sender): Promise<Delivered> {
    const { limit } = this.sources.keeping;
    if (delivery.size > limit)
      throw refusal('EVIDENCE_TOO_LARGE', { field: 'content-length', size: delivery.size, limit });
    if (this.running >= AT_ONCE) throw refusal('TOO_MANY_AT_ONCE', { atOnce: AT_ONCE });
    this.running += 1;
    try {
      await this.refuseEarly(delivery, sender);
      const received = await this.receive(delivery);
      return await this.register({ ...delivery, name: nameOf(delivery, received) }, { received, sender });
    } finally {
      this.running -= 1;
    }
  }

  /** What is known to be refused takes no bytes in. */
  private async refuseEarly({ bytes: _bytes, size, name, ...said }: Delivery, sender: Sender): Promise<void> {
    const { duties, facts, keeping } = this.sources;
    // Where nothing can be kept, that is said first.
    await keeping.content.sizeOf(said.sha256);
    const data = { ...said, name: name ?? said.sha256 };
    const contract = commandContract('RegisterEvidence');
    if (!contract) throw new Error('there is no command RegisterEvidence');
    const actor = isPerson(sender) ? await duties.of(sender.actor)({ contract, data }) : sender.actor;
    const command = { name: 'RegisterEvidence', data } as const;
    const known = await facts({ ...command, actor }, evidenceDecider.initialState, { commands: [command] });
    const received = { size, type: 'application/pdf' } as const;
    const state = await this.evidence(evidenceStream(data.sha256));
    if (!('organization' in known)) throw new Error('these are the facts of another command');
    registerEvidence(data, state, { ...known, received });
  }

  private async receive({ sha256, size, name, bytes }: Delivery): Promise<Received> {
    const { content } = this.sources.keeping;
    const { head, all } = await beginningOf(bytes);
    const type = typeOf(head);
    if (!type) throw refusal('EVIDENCE_TYPE_UNKNOWN');
    if (name !== undefined && isNamedOtherwise(name, type))
      throw refusal('EVIDENCE_NAMED_OTHERWISE', { field: 'name', type, endings: evidenceTypes[type].endings });
    const checked = checkedBytes(all, { sha256, size });
    // What nobody has is written anew, so that it is not taken away as left behind while it is being registered.
    const isThere = isHeld(await this.evidence(evidenceStream(sha256))) && (await content.sizeOf(sha256)) !== undefined;
    if (isThere) await read(checked);
    else await content.keep(sha256, size, checked);
    return { size, type };
  }

  private async register(
    { bytes: _bytes, size: _size, ...data }: Delivery,
    { received, sender }: { readonly received: Received; readonly sender: Sender },
  ): Promise<Delivered> {
    const { keeping, door, duties } = this.sources;
    const { actor } = sender;
    const handling = isPerson(sender) ? { permit: duties.of(actor) } : {};
    const [outcome] = await keeping.receipts.during(data, received, () =>
      door.handle([{ name: 'RegisterEvidence', data }], actor, handling),
    );
    if (!outcome) throw new Error('a command without an outcome');
    if ('refusal' in outcome) throw outcome.refusal;
    const evidence = (await this.of(data.sha256)).find(({ organizationId }) => organizationId === data.organizationId);
    if (!evidence) throw new Error('what was registered is not there');
    return { evidence, isNew: outcome.events.length > 0 };
  }
}

const nameOf = ({ name, sha256 }: Delivery, { type }: Received): string =>
  name ?? `${sha256.slice(0, 12)}.${evidenceTypes[type].endings[0]}`;

/** Reads to the end, for what is thrown on the way. */
async function read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _piece of bytes);
}

/** The first bytes, and all of them, the first included. */
async function beginningOf(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Uint8Array; readonly all: AsyncIterable<Uint8Array> }> {
  const pieces = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let count = 0;
  while (count < HEAD_BYTES) {
    const { done, value } = await pieces.next();
    if (done) break;
    first.push(value);
    count += value.length;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), all: allOf(first, pieces) };
}

async function* allOf(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}
