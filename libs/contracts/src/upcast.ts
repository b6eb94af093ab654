import type { NewEvent } from '@zhibu/kernel';
import { eventContract } from './catalogue.ts';
import type { EventContract } from './contract.ts';

/** An event that this program does not know yet: its consumer is older than its producer. Blocks, never parks. */
export class FutureVersion extends Error {
  override readonly name = 'FutureVersion';
}

/** An event that no version of its contract lets through. Deterministic: its stream is parked. */
export class CorruptEvent extends Error {
  override readonly name = 'CorruptEvent';
}

type Upcaster = (data: object) => object;

/** From version n to n + 1, by type: the only place where an old shape lives. `samples/` proves each. */
const upcasters: Readonly<Record<string, Readonly<Record<number, Upcaster>>>> = {};

/**
 * Brings an event to the current version of its contract.
 * @throws FutureVersion when its type or version is not known here yet; CorruptEvent when its data do not fit.
 */
export function upcast<Event extends NewEvent & { readonly stream: string; readonly revision: number }>(
  event: Event,
): Event {
  const contract = refuseFuture(event);
  const parsed = contract.schema.safeParse(atCurrentVersion(event, contract.schemaVersion));
  if (parsed.success) return { ...event, schemaVersion: contract.schemaVersion, data: parsed.data };
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new CorruptEvent(`${placeOf(event)}: ${faults[0] ?? 'does not fit'}`);
}

/** The contract of an event's type. @throws FutureVersion when its type or version is not known here yet */
export function refuseFuture(event: Placed): EventContract {
  const contract = eventContract(event.type);
  if (!contract || event.schemaVersion > contract.schemaVersion)
    throw new FutureVersion(`${placeOf(event)} is not known to this program`);
  return contract;
}

type Placed = Pick<NewEvent, 'type' | 'schemaVersion' | 'data'> & {
  readonly stream: string;
  readonly revision: number;
};

const placeOf = (event: Placed): string => `${event.type} v${event.schemaVersion} at ${event.stream}@${event.revision}`;

function atCurrentVersion(event: Placed, current: number): object {
  let data = event.data;
  for (let version = event.schemaVersion; version < current; version += 1) {
    const step = upcasters[event.type]?.[version];
    if (!step) throw new CorruptEvent(`${placeOf(event)}: no way from version ${version}`);
    data = step(data);
  }
  return data;
}
