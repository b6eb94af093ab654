import { expect, it } from '@jest/globals';
import { someEvents } from '@zhibu/event-store/testing';
import { aCluster, aStore, closeAfterEach, wholeLog } from './opened.ts';

const STREAMS = 300;
const EVENTS_EACH = 20;
/** As an audit asks for it. */
const STRETCH = 5000;

closeAfterEach();

it('tells whoever goes once through a log each event once', async () => {
  const cluster = await aCluster();
  const store = await aStore(cluster);
  const streams = Array.from({ length: STREAMS }, (_, index) => `grading-B${index}:classification:2022`);
  for (const stream of streams) await store.append(stream, 'no-stream', someEvents(EVENTS_EACH));
  await store.recorded(streams.at(-1) ?? '', { from: 0, to: EVENTS_EACH - 1 });
  await store.close();
  const reader = await aStore(cluster);
  const before = cluster.tally();
  const ids = (await wholeLog(reader, STRETCH)).map(({ id }) => id);
  const { length } = ids;
  expect([length, new Set(ids).size]).toEqual([STREAMS * EVENTS_EACH, STREAMS * EVENTS_EACH]);
  expect(cluster.tally().since(before).eventsTold()).toBeLessThanOrEqual(length * 1.2);
}, 60_000);
