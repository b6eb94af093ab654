import type { FeedUnderTest, Setting } from './conformance-setting.ts';
import { type Fact, renamed } from './facts.ts';
import type { Effect, RecordingConsumer } from './recording-consumer.ts';

/** What each test of the suite is about: made anew for it, but for the database. */
export interface Subjects {
  readonly setting: Setting;
  readonly feed: FeedUnderTest;
  readonly consumer: RecordingConsumer;
}

/** `count` renamings of each organization, in runs that alternate between the streams. */
export function interleaved(organizations: readonly string[], count: number): readonly Fact[] {
  const runs = Array.from({ length: Math.ceil(count / 10) }, (_, run) => run);
  return runs.flatMap((run) =>
    organizations.flatMap((id) =>
      Array.from({ length: Math.min(10, count - run * 10) }, (_, index) => renamed(id, `${id} ${run * 10 + index}`)),
    ),
  );
}

/** Each stream's revisions, as they were applied. */
export function byStream(effects: readonly Effect[]): Record<string, readonly number[]> {
  const streams = new Set(effects.map((effect) => effect.stream));
  return Object.fromEntries(
    [...streams].map((stream) => [
      stream,
      effects.filter((effect) => effect.stream === stream).map((effect) => effect.revision),
    ]),
  );
}

export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
