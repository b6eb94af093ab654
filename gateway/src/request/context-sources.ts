import { dayOf } from '@zhibu/kernel';
import type { Sender } from '@zhibu/service-kit';
import type { AccessReader } from '../access-log/access-reader.ts';
import { ReadViews } from '../answers/noted-model.ts';
import { type Names, namesIn } from '../commands/named-problem.ts';
import type { ReadProgress } from '../commands/projected.ts';
import type { ServiceClient } from '../commands/service-client.adapter.ts';
import type { GatewayRuntime } from '../configuration.ts';
import { Settlement, type SettlementPorts } from '../knowledge/settlement.ts';
import { lockedModel, readModelOn } from '../read-model.ts';
import { Access } from '../scope/access.ts';
import { dutiesKept } from '../views/duty/duty.lookup.ts';
import { views } from '../views/index.ts';
import type { ContextSources } from './context.ts';

/** The names that whoever sends a command may be told. */
export const namesFor =
  ({ model, duties, today }: ContextSources) =>
  ({ actor, session }: Sender): Names =>
    namesIn({
      model,
      access: new Access({
        personId: session !== undefined || actor.role === 'person' ? actor.personId : undefined,
        duties,
        model,
        today,
      }),
    });

interface Reading {
  readonly client: ServiceClient;
  readonly accesses?: AccessReader | undefined;
  readonly progress: ReadProgress;
  readonly takenIn: SettlementPorts['takenIn'];
}

/** What every request is answered from. */
export function contextSources(
  runtime: GatewayRuntime,
  { client, progress, takenIn, accesses }: Reading,
): ContextSources {
  const now = runtime.now ?? Date.now;
  const waitMs = runtime.knownWithinMs ?? 3000;
  const open = readModelOn(runtime.reading);
  const model = lockedModel(open, 'all');
  const settlement = new Settlement({
    now,
    waitMs,
    settle: (service, instant) => client.settle(service, instant),
    reached: (service, position, signal) => progress.reached(service, { position }, signal),
    takenIn,
  });
  const reads = new ReadViews(views);
  return {
    people: runtime.people,
    accesses,
    model,
    locked: (roots) => lockedModel(open, roots),
    reads,
    settlement,
    duties: dutiesKept(runtime.database),
    today: () => dayOf(now()),
    replay: { client, model, progress, waitMs },
  };
}
