import { describe, expect, it } from '@jest/globals';
import { Arrivals } from './arrivals.ts';

const LONG_MS = 60_000;

describe('arrivals', () => {
  it('tell whoever waits for an event when that event comes, and nobody else', async () => {
    const arrivals = new Arrivals();
    const told: string[] = [];
    const waits = (name: string, stream: string, revision: number, milliseconds = LONG_MS) =>
      arrivals.wait(stream, revision, milliseconds).then(() => told.push(name));
    const [first, second] = [waits('a', 's', 1), waits('b', 's', 1)];
    const other = waits('c', 's', 2);
    const elsewhere = waits('d', 't', 1);
    arrivals.came('s', 0);
    arrivals.came('s', 1);
    await Promise.all([first, second]);
    expect(told).toEqual(['a', 'b']);
    arrivals.over();
    await Promise.all([other, elsewhere]);
    expect(told).toEqual(['a', 'b', 'c', 'd']);
  });

  it('wait no longer than they are told to', async () => {
    await new Arrivals().wait('s', 1, 1);
  });
});
