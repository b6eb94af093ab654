import { expect, it } from '@jest/globals';
import { LogSight } from './log-sight.ts';

it('where a service has no look-up of duties, nobody reads its log', async () => {
  const sight = new LogSight(Object.create(null), undefined);
  await expect(sight.of({ personId: 'p-1' })([])).rejects.toMatchObject({ code: 'LOG_DUTY_MISSING' });
});
