import { expect, it } from '@jest/globals';
import { FirstReading } from './first-reading.ts';

const answer = (...feeds: readonly (readonly [number, number])[]): string =>
  JSON.stringify({ feeds: feeds.map(([position, head]) => ({ position: String(position), head: String(head) })) });

function underTest() {
  const clock = { now: 0 };
  const told: number[] = [];
  const reading = new FirstReading(
    1_000,
    (percent) => told.push(percent),
    () => clock.now,
  );
  return { clock, reading, told };
}

it('is waited for as long as it goes on, and no longer', () => {
  const { clock, reading, told } = underTest();
  clock.now = 900;
  reading.hear(answer([0, 100], [5, 100]));
  clock.now = 1_800;
  reading.hear(answer([50, 100], [5, 100]));
  expect([told, reading.isLate]).toEqual([[2, 27], false]);
  clock.now = 2_801;
  reading.hear(answer([50, 100], [5, 100]));
  expect([told, reading.isLate]).toEqual([[2, 27], true]);
});

it('is late where nothing is read, and where nothing is told', () => {
  const { clock, reading, told } = underTest();
  clock.now = 1_001;
  for (const body of [answer([0, 0]), answer(), '', 'Bad Gateway', '{"feeds":[{"position":"x"}]}']) reading.hear(body);
  expect([told, reading.isLate]).toEqual([[], true]);
});
