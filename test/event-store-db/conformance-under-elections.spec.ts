import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import { eventStoreConformance, type StoreUnderTest } from '@zhibu/event-store/testing';
import { someService } from '../support/event-store-db/cluster.ts';
import { StandIn } from '../support/event-store-db/stand-in.ts';

const EVERY_MS = 1_500;

eventStoreConformance('EventStoreDB stand-in of three nodes whose leader is killed every other second', async () => {
  const cluster = await StandIn.start(3);
  const service = someService();
  const another = () => EventStoreDbEventStore.open({ connectionString: cluster.connectionString, service });
  const store = await another();
  const end = killingLeaders(cluster);
  return {
    store,
    another,
    dispose: async () => {
      const killed = await end();
      if (killed < 3) throw new Error(`only ${killed} leaders were killed: the suite proves nothing`);
      await store.close();
      cluster.stop();
    },
  } satisfies StoreUnderTest;
});

/** Kills whoever leads, and starts it again once another does, until told to end; answers how many that were. */
function killingLeaders({ nodes, elections }: StandIn): () => Promise<number> {
  const ending = new AbortController();
  let killed = 0;
  const killing = (async () => {
    while (!ending.signal.aborted) {
      const leader = nodes.find(({ behaviour }) => behaviour.state === 'leader');
      await elections.killLeader({ unnoticedMs: 100, vacantMs: 200 });
      await leader?.start();
      killed += 1;
      await new Promise((resolve) => {
        setTimeout(resolve, EVERY_MS);
      });
    }
  })();
  return async () => {
    ending.abort();
    await killing;
    return killed;
  };
}
