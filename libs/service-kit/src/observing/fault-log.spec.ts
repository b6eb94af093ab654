import { expect, it } from '@jest/globals';
import { faultLog } from './fault-log.ts';

it('says each cause once a minute, with how often it happened', () => {
  const lines: unknown[] = [];
  let now = 0;
  const fault = faultLog('the store', { warn: (line: unknown) => void lines.push(line) }, () => now);
  const denied = new Error('denied');
  fault(denied);
  fault(new Error('away'));
  for (now = 1; now < 60_000; now += 20_000) fault(denied);
  expect(lines).toEqual([
    { fault: 'the store', name: 'Error', error: 'denied', count: 1 },
    { fault: 'the store', name: 'Error', error: 'away', count: 1 },
  ]);
  now = 60_000;
  fault(denied);
  expect(lines.slice(2)).toEqual([{ fault: 'the store', name: 'Error', error: 'denied', count: 4 }]);
});
