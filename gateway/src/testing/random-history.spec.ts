import { expect, it } from '@jest/globals';
import { upcast } from '@zhibu/contracts';
import fc from 'fast-check';
import { randomHistory } from './random-history.ts';

it('draws of the register what its contract allows, as a log would be read anew', () => {
  fc.assert(
    fc.property(randomHistory, ({ events }) => {
      for (const event of events) if (event.stream.startsWith('organization-')) expect(upcast(event).id).toBe(event.id);
    }),
  );
});
