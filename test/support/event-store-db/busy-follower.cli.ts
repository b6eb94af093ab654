import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';

/**
 * A process of its own that follows a log and has much else to do: `busy-follower.cli.ts CONNECTION MS`. For so many
 * milliseconds at a time it does nothing for anybody; a line for each batch says how many events it has taken.
 */
const [connectionString = '', busyMs = '0'] = process.argv.slice(2);
const store = await EventStoreDbEventStore.open({ connectionString, service: 'sample' });
const ending = new AbortController();
process.on('SIGTERM', () => ending.abort());
const work = setInterval(
  () => {
    for (const until = performance.now() + Number(busyMs); performance.now() < until;);
  },
  Number(busyMs) + 5,
);

let taken = 0;
process.stdout.write('ready\n');
for await (const { events } of store.subscribe(undefined, { signal: ending.signal })) {
  taken += events.length;
  process.stdout.write(`${taken}\n`);
}
clearInterval(work);
await store.close();
process.exit(0);
