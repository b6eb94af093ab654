import { connect } from '@zhibu/database';
import { PROJECTOR_GROUP, rebuild, rebuildGiveUpBack } from '@zhibu/gateway';
import type { Connections } from '@zhibu/infra';
import type { RecordedEvent } from '@zhibu/kernel';
import { Country } from './country.ts';
import { dutiesOf } from './duties.ts';
import { designationsOf, inspectionsOf } from './supervised.ts';

const CONNECTIONS = 4;
/** What is rebuilt: the units of the views that dashboards and lists read. */
const UNITS = ['register', 'programme', 'inspection'];

/**
 * Fills the read model with a country's events by a rebuild, which reads them from here instead of from a store's log:
 * the same facts and derivations as projecting leads to (its own specs compare both), without deriving a branch anew
 * for each of its years.
 */
export async function fillReadModel(connections: Connections, branches: number): Promise<void> {
  const owner = connect(connections.url('gateway', 'owner'), { schema: 'gateway', max: CONNECTIONS });
  const logs = {
    assessment: () => gradedAndDesignated(new Country(branches)),
    rectification: () => dutiesOf(new Country(branches)),
    supervision: () => inspectionsOf(new Country(branches)),
  };
  const rebuilding = {
    owner,
    logs: Object.fromEntries(Object.entries(logs).map(([service, events]) => [service, new GeneratedLog(events())])),
    tell: ({ step }: { readonly step: string }) => {
      process.stderr.write(`  ${step}\n`);
    },
  };
  for (const [service, events] of Object.entries(logs)) {
    await owner.query('INSERT INTO feed_checkpoint (service, consumer_group, position) VALUES ($1, $2, $3)', [
      service,
      PROJECTOR_GROUP,
      countOf(events()),
    ]);
  }
  // What is live is empty, and so different.
  await rebuild(rebuilding, UNITS, true);
  for (const unit of UNITS) await rebuildGiveUpBack(rebuilding, unit);
  await owner.query('DELETE FROM feed_checkpoint');
  await owner.query('VACUUM ANALYZE');
  await owner.end();
}

function* gradedAndDesignated(country: Country): Generator<RecordedEvent> {
  let position = 0n;
  for (const event of country.events()) {
    ({ position } = event);
    yield event;
  }
  yield* designationsOf(country, position);
}

function countOf(events: Iterable<RecordedEvent>): number {
  let count = 0;
  for (const _ of events) count += 1;
  return count;
}

/** Events that are made while they are read: from the first to the last, once. */
class GeneratedLog {
  private readonly events: Iterator<RecordedEvent>;

  constructor(events: Iterator<RecordedEvent>) {
    this.events = events;
  }

  async readLog(_after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    const page: RecordedEvent[] = [];
    while (page.length < limit) {
      const { done, value } = this.events.next();
      if (done) return page;
      page.push(value);
    }
    return page;
  }
}
