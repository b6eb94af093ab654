import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentOf, isSamePlaced, type PlacedEvent } from './content.ts';

const text = fc.constantFrom('', 'a', 'b', 'ab', '1', '{"a":1}', ',');
const whole = fc.nat({ max: 2 });
const placed: fc.Arbitrary<PlacedEvent> = fc.record({
  stream: text,
  revision: whole,
  firstRevision: whole,
  lastRevision: whole,
  id: fc.constantFrom('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'),
  type: text,
  schemaVersion: whole,
  data: text,
  metadata: text,
});

it('two events are the same in the same place exactly where their hashes are the same', () => {
  fc.assert(
    fc.property(placed, placed, fc.func(fc.boolean()), (one, other, isTaken) => {
      const mixed = Object.fromEntries(
        Object.entries(one).map(([name, value]) => [name, isTaken(name) ? other[name as keyof PlacedEvent] : value]),
      ) as unknown as PlacedEvent;
      expect(isSamePlaced(one, mixed)).toBe(contentOf(one).equals(contentOf(mixed)));
    }),
    { numRuns: 500 },
  );
});
