import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Refusal } from '@zhibu/kernel';
import { activityStream } from '@zhibu/contracts';
import { z } from 'zod';
import { type OutgoingCommand, send } from './door.adapter.ts';
import { ask } from './graphql.adapter.ts';
import { Outage, OutageTooLong } from './outage.ts';
import type { Platform } from './request.adapter.ts';
import { SmallPlatform } from './testing/small-platform.ts';

let small: SmallPlatform;
let server: string;
let said: string[];
beforeEach(async () => {
  small = new SmallPlatform();
  server = await small.listen();
  said = [];
});
afterEach(() => small.close());

function at(withinMs = 30_000, signal = new AbortController().signal): Platform {
  const onAway = ({ what }: { readonly what: string }): void => void said.push(`away ${what}`);
  return { server, signal, outage: new Outage({ withinMs, onAway, onBack: () => said.push('back') }) };
}

/** So many batches, each of a stream of its own that fills it. */
const activities = (streams: number): readonly OutgoingCommand[] =>
  Array.from({ length: streams * 500 }, (_, index) => {
    const branchId = `B${Math.floor(index / 500)}`;
    const commandId = `c${index}`;
    const json = JSON.stringify({ name: 'RecordActivity', commandId, data: { branchId } });
    return { name: 'RecordActivity', commandId, subject: branchId, stream: activityStream(branchId, '2022'), json };
  });

it('waits while a service is away, one asking for all, and goes on; nothing is sent twice to what was answered', async () => {
  const until = Date.now() + 1_500;
  let refused = 0;
  small.judge = () => {
    if (Date.now() > until) return;
    refused += 1;
    throw new Refusal('SERVICE_UNAVAILABLE');
  };
  const outcomes = await send(at(), activities(12), () => undefined);
  expect(outcomes).toHaveLength(6_000);
  expect(outcomes.filter((one) => 'problem' in one)).toEqual([]);
  expect(said).toEqual([`away ${server}`, 'back']);
  // Three found it away at once; from then on one asked again, after 0.25, 0.5 and 1 second.
  expect(refused).toBeLessThanOrEqual((3 + 3) * 500);
});

it('waits while nobody answers or a proxy says so, and for a question too', async () => {
  let troubles = 3;
  small.trouble = () => (troubles-- > 0 ? 503 : undefined);
  const outcomes = await send(at(), activities(3), () => undefined);
  expect(outcomes.filter((one) => 'problem' in one)).toEqual([]);
  expect(said.at(-1)).toBe('back');
});

it('gives up in time, for all who wait, and says who was away', async () => {
  small.judge = () => {
    throw new Refusal('SERVICE_UNAVAILABLE');
  };
  const begun = Date.now();
  await expect(send(at(700), activities(6), () => undefined)).rejects.toEqual(new OutageTooLong({ what: server }));
  expect(Date.now() - begun).toBeLessThan(10_000);
  expect(said).toEqual([`away ${server}`]);
});

it('gives up where nobody listens any more, and at once when it is interrupted', async () => {
  await small.close();
  const question = { query: '{ __typename }' };
  await expect(ask(at(300), question, z.unknown())).rejects.toThrow(OutageTooLong);
  const interrupted = new AbortController();
  const asking = ask(at(60_000, interrupted.signal), question, z.unknown());
  setTimeout(() => interrupted.abort(), 50);
  await expect(asking).rejects.toThrow(/abort/i);
  small = new SmallPlatform();
  await small.listen();
});
