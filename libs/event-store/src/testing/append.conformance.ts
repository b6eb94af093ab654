import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AppendTooLarge, EventIdReused, type EventStore, limits, RevisionConflict } from '../port.ts';
import { anEvent, someEvents } from './sample.ts';

/** What an append promises. */
export function appendConformance(store: () => EventStore): void {
  const stream = (): string => `sample-${randomUUID()}`;

  describe('expectations', () => {
    it('starts a stream at revision 0 and goes on without holes', async () => {
      const name = stream();
      expect(await store().append(name, 'no-stream', someEvents(2))).toEqual({
        stream: name,
        firstRevision: 0,
        lastRevision: 1,
      });
      expect(await store().append(name, 1, someEvents(3))).toEqual({ stream: name, firstRevision: 2, lastRevision: 4 });
      expect((await store().readStream(name)).map((event) => event.revision)).toEqual([0, 1, 2, 3, 4]);
    });

    it('records events as they were when it was called, whatever becomes of them', async () => {
      const name = stream();
      const data = { told: 'before', list: [1] };
      const event = anEvent({ data });
      const appending = store().append(name, 'no-stream', [event]);
      data.told = 'after';
      data.list.push(2);
      await appending;
      const [read] = await store().readStream(name);
      expect(read?.data).toEqual({ told: 'before', list: [1] });
      const [recorded] = await store().recorded(name, { from: 0, to: 0 });
      expect(recorded?.data).toEqual({ told: 'before', list: [1] });
    });

    it.each([
      ['too low', 0],
      ['too high', 2],
      ['far too high', 1_000_000],
      ['no stream', 'no-stream' as const],
    ])('refuses an expectation that is wrong (%s) and names the current revision', async (_, expected) => {
      const name = stream();
      await store().append(name, 'no-stream', someEvents(2));
      await expect(store().append(name, expected, someEvents(1))).rejects.toMatchObject({
        name: 'RevisionConflict',
        stream: name,
        expected,
        current: 1,
      });
      expect(await store().readStream(name)).toHaveLength(2);
    });

    it('refuses any revision of a stream that does not exist', async () => {
      const name = stream();
      const refusal = store().append(name, 0, someEvents(1));
      await expect(refusal).rejects.toBeInstanceOf(RevisionConflict);
      await expect(refusal).rejects.toMatchObject({ current: 'no-stream' });
      expect(await store().readStream(name)).toEqual([]);
    });

    it('has one winner a revision among 50 writers of one stream', async () => {
      const name = stream();
      await store().append(name, 'no-stream', someEvents(1));
      for (const revision of [0, 1, 2]) {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 50 }, () => store().append(name, revision, someEvents(1))),
        );
        const losers = outcomes.filter((outcome) => outcome.status === 'rejected');
        expect(losers).toHaveLength(49);
        for (const { reason } of losers)
          expect(reason).toMatchObject({ name: 'RevisionConflict', current: revision + 1 });
      }
      expect(await store().readStream(name)).toHaveLength(4);
    });
  });

  describe('the same append again', () => {
    it('answers as the first time, also when the stream has moved on', async () => {
      const name = stream();
      const events = someEvents(3);
      const first = await store().append(name, 'no-stream', events);
      expect(await store().append(name, 'no-stream', events)).toEqual(first);
      await store().append(name, 2, someEvents(2));
      expect(await store().append(name, 'no-stream', events)).toEqual(first);
      expect(await store().readStream(name)).toHaveLength(5);
    });

    it('answers as the first time, 20 times at once', async () => {
      const name = stream();
      const events = someEvents(2);
      const answers = await Promise.all(Array.from({ length: 20 }, () => store().append(name, 'no-stream', events)));
      for (const answer of answers) expect(answer).toEqual({ stream: name, firstRevision: 0, lastRevision: 1 });
      expect(await store().readStream(name)).toHaveLength(2);
    });

    const others: readonly [string, (events: ReturnType<typeof someEvents>) => ReturnType<typeof someEvents>][] = [
      ['other data', ([a, b]) => [anEvent({ ...a, data: { other: true } }), anEvent(b)]],
      ['other metadata', ([a, b]) => [anEvent({ ...a, metadata: anEvent().metadata }), anEvent(b)]],
      ['another type', ([a, b]) => [anEvent({ ...a, type: 'SampleForgotten' }), anEvent(b)]],
      ['fewer events', ([a]) => [anEvent(a)]],
      ['more events', ([a, b]) => [anEvent(a), anEvent(b), anEvent()]],
      ['another order', ([a, b]) => [anEvent(b), anEvent(a)]],
    ];
    it.each(others)('is an error with %s', async (_, other) => {
      const name = stream();
      const events = someEvents(2);
      await store().append(name, 'no-stream', events);
      await expect(store().append(name, 'no-stream', other(events))).rejects.toBeInstanceOf(EventIdReused);
      expect((await store().readStream(name)).map((event) => event.data)).toEqual(events.map((event) => event.data));
    });

    it('is an error in another stream, or at another expectation', async () => {
      const name = stream();
      const events = someEvents(1);
      await store().append(name, 'no-stream', events);
      await expect(store().append(stream(), 'no-stream', events)).rejects.toBeInstanceOf(EventIdReused);
      await expect(store().append(name, 0, events)).rejects.toBeInstanceOf(EventIdReused);
    });
  });

  describe('limits', () => {
    const sized = (bytes: number) => {
      const empty = anEvent({ data: { text: '' } });
      const room = bytes - JSON.stringify(empty.data).length - JSON.stringify(empty.metadata).length;
      return anEvent({ ...empty, data: { text: 'x'.repeat(room) } });
    };

    it('takes an event of 256 KiB, an append of 512 KiB, an append of 500 events', async () => {
      const name = stream();
      await store().append(name, 'no-stream', [sized(limits.bytesAnEvent), sized(limits.bytesAnEvent)]);
      await store().append(name, 1, someEvents(limits.eventsAnAppend));
      expect(await store().readStream(name)).toHaveLength(502);
    });

    it.each([
      ['an event', () => [sized(limits.bytesAnEvent + 1)]],
      ['an append', () => [sized(limits.bytesAnEvent), sized(limits.bytesAnEvent - 500), sized(501)]],
      ['a count', () => someEvents(limits.eventsAnAppend + 1)],
    ])('refuses %s over its limit and appends nothing', async (_, events) => {
      const name = stream();
      await expect(store().append(name, 'no-stream', events())).rejects.toBeInstanceOf(AppendTooLarge);
      expect(await store().readStream(name)).toEqual([]);
    });
  });
}
