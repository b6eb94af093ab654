import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { CheckpointLost, type EventStore, InstantInFuture, NotYetRecorded } from '../port.ts';
import { anEvent, firstEvents, someEvents } from './sample.ts';

/** What reading promises. */
export function logConformance(store: () => EventStore): void {
  const stream = (): string => `sample-${randomUUID()}`;
  const recorded = async (name: string, count: number) => {
    await store().append(name, 'no-stream', someEvents(count));
    return store().recorded(name, { from: 0, to: count - 1 });
  };

  it('gives events back as they were, in Chinese, with zeros and escapes', async () => {
    const name = stream();
    const event = anEvent({
      schemaVersion: 3,
      data: { 名: '第一党支部\u0000\n"', nested: [{ amount: '1.50', none: null }], large: 9007199254740991 },
    });
    await store().append(name, 'no-stream', [event]);
    const [read] = await store().readStream(name);
    expect(read).toEqual({ ...event, stream: name, revision: 0 });
    const [logged] = await store().recorded(name, { from: 0, to: 0 });
    expect(logged).toEqual({
      ...event,
      stream: name,
      revision: 0,
      position: expect.any(BigInt),
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('reads a stream from a revision on', async () => {
    const name = stream();
    await store().append(name, 'no-stream', someEvents(5));
    expect((await store().readStream(name, 3)).map((event) => event.revision)).toEqual([3, 4]);
    expect(await store().readStream(name, 5)).toEqual([]);
    // What is in no log yet would come into that of the next test.
    await store().recorded(name, { from: 0, to: 4 });
  });

  it('reads the log after a position, in order, each event once', async () => {
    const before = (await store().head())?.position ?? 0n;
    for (let index = 0; index < 5; index += 1) await recorded(stream(), 4);
    const whole = await store().readLog(before, 100);
    expect(whole).toHaveLength(20);
    const first = await store().readLog(before, 8);
    expect(first).toHaveLength(8);
    expect([...first, ...(await store().readLog(first[7]?.position ?? 0n, 100))]).toEqual(whole);
    expect(new Set(whole.map((event) => event.position)).size).toBe(20);
    expect(whole).toEqual(whole.toSorted((a, b) => Number(a.position - b.position)));
    expect(await store().head()).toMatchObject({ position: whole.at(-1)?.position, eventId: whole.at(-1)?.id });
  });

  it('keeps the revisions of a stream in the order of the log, and instants from decreasing', async () => {
    const before = (await store().head())?.position ?? 0n;
    const names = [stream(), stream(), stream()];
    await Promise.all(
      names.map(async (name) => {
        await store().append(name, 'no-stream', someEvents(2));
        for (let revision = 1; revision < 30; revision += 1) await store().append(name, revision, someEvents(1));
        await store().recorded(name, { from: 0, to: 30 });
      }),
    );
    const events = await store().readLog(before, 200);
    for (const name of names) {
      expect(events.filter((event) => event.stream === name).map((event) => event.revision)).toEqual(
        Array.from({ length: 31 }, (_, index) => index),
      );
    }
    const instants = events.map((event) => event.recordedAt);
    expect(instants).toEqual(instants.toSorted());
  });

  it('waits for events that are not in the log yet, and says when it has waited enough', async () => {
    const name = stream();
    await expect(store().recorded(name, { from: 0, to: 0 }, 60)).rejects.toBeInstanceOf(NotYetRecorded);
    const waiting = Promise.all(Array.from({ length: 20 }, () => store().recorded(name, { from: 0, to: 1 })));
    await store().append(name, 'no-stream', someEvents(2));
    for (const events of await waiting) expect(events.map((event) => event.revision)).toEqual([0, 1]);
  });

  it('catches up and goes on live, without a gap or a repeat', async () => {
    const start = await store().head();
    await recorded(stream(), 10);
    const reading = firstEvents(store(), 40, start);
    for (let index = 0; index < 10; index += 1) await recorded(stream(), 3);
    const events = await reading;
    expect(events).toEqual(await store().readLog(start?.position ?? 0n, 40));
  });

  it('ends a subscription by its signal, also while it waits', async () => {
    const end = new AbortController();
    const reading = (async () => {
      for await (const _ of store().subscribe(await store().head(), { signal: end.signal })) {
        /* waits */
      }
    })();
    setTimeout(() => end.abort(), 30);
    await expect(reading).resolves.toBeUndefined();
  });

  it('goes on from a checkpoint that holds, and stops at one that does not', async () => {
    const events = await recorded(stream(), 5);
    const head = await store().head();
    if (!head) throw new Error('the log is empty');
    await recorded(stream(), 1);
    expect(await firstEvents(store(), 1, head)).toHaveLength(1);
    const lost = [
      { ...head, position: head.position + 1_000_000n },
      { ...head, eventId: events[0]?.id ?? '' },
      { ...head, generation: randomUUID() },
    ];
    for (const checkpoint of lost) {
      await expect(firstEvents(store(), 1, checkpoint)).rejects.toBeInstanceOf(CheckpointLost);
      await expect(firstEvents(store(), 1, checkpoint)).rejects.toThrow(/rebuild this reader/);
    }
  });

  it('settles an instant: what comes after is recorded after', async () => {
    const [before] = await recorded(stream(), 1);
    const instant = new Date().toISOString();
    const position = await store().settle(instant);
    expect(position).toBe((await store().head())?.position);
    const later = (await recorded(stream(), 3))[0];
    expect((later?.recordedAt ?? '') > instant).toBe(true);
    expect(await store().settle(instant)).toBe(position);
    expect(await store().settle(before?.recordedAt ?? '')).toBe(position);
    expect(await store().settle('2001-01-01T00:00:00Z')).toBe(0n);
  });

  it('refuses to settle the future', async () => {
    await expect(store().settle(new Date(Date.now() + 60_000).toISOString())).rejects.toBeInstanceOf(InstantInFuture);
    await expect(store().settle('tomorrow')).rejects.toBeInstanceOf(TypeError);
  });
}
