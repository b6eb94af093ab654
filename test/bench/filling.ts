import { connect } from '@zhibu/database';
import { PROJECTOR_GROUP, rebuild, rebuildGiveUpBack } from '@zhibu/gateway';
import type { Connections } from '@zhibu/infra';
import type { RecordedEvent } from '@zhibu/kernel';
import { Country } from './country.ts';

const CONNECTIONS = 4;
const UNIT = 'register';

/**
 * Fills the read model with a country's events by a rebuild, which reads them from here instead of from a store's log:
 * the same facts and derivations as projecting leads to (its own specs compare both), without deriving a branch anew
 * for each of its years.
 */
export async function fillReadModel(connections: Connections, branches: number): Promise<void> {
  const owner = connect(connections.url('gateway', 'owner'), { schema: 'gateway', max: CONNECTIONS });
  let last = 0;
  for (const _ of new Country(branches).events()) last += 1;
  const log = new GeneratedLog(new Country(branches).events());
  const rebuilding = { owner, logs: { assessment: log }, tell: ({ step }: { readonly step: string }) => { process.stderr.write(`  ${step}\n`); } };
  await owner.query('INSERT INTO feed_checkpoint (service, consumer_group, position) VALUES ($1, $2, $3)', ['assessment', PROJECTOR_GROUP, last]);
  // What is live is empty, and so different.
  await rebuild(rebuilding, [UNIT], true);
  await rebuildGiveUpBack(rebuilding, UNIT);
  await owner.query('DELETE FROM feed_checkpoint');
  await owner.query('VACUUM ANALYZE');
  await owner.end();
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
