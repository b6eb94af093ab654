import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { activityStream } from '@zhibu/contracts';
import { Refusal } from '@zhibu/kernel';
import { SmallPlatform } from './testing/small-platform.ts';
import { type OutgoingCommand, send } from './door.adapter.ts';

let platform: SmallPlatform;
let server: string;
beforeEach(async () => {
  platform = new SmallPlatform();
  server = await platform.listen();
});
afterEach(() => platform.close());

function activities(branch: string, count: number, padding = ''): readonly OutgoingCommand[] {
  return Array.from({ length: count }, (_, index) => {
    const commandId = `${branch}-${index}`;
    return {
      name: 'RecordActivity',
      commandId,
      subject: branch,
      stream: activityStream(branch, '2022'),
      json: JSON.stringify({
        name: 'RecordActivity',
        commandId,
        data: { branchId: branch, externalId: `${index}${padding}` },
      }),
    };
  });
}
const at = (): { readonly server: string; readonly signal: AbortSignal } => ({
  server,
  signal: new AbortController().signal,
});
const orderOf = (branch: string): readonly string[] =>
  platform.commands.filter(({ data }) => data['branchId'] === branch).map(({ commandId }) => commandId);

it('keeps the commands of a stream together and in order, and answers one outcome a command', async () => {
  const sent = ['B1', 'B2', 'B3'].flatMap((branch) => activities(branch, 300));
  const outcomes = await send(at(), sent, () => undefined);
  expect(outcomes.map(({ commandId }) => commandId)).toEqual(sent.map(({ commandId }) => commandId));
  expect(platform.batches.map((batch) => batch.length)).toEqual([300, 300, 300]);
});

it('sends a stream too long for one batch in several, one after another', async () => {
  const long = activities('B1', 1200);
  await send(at(), [...long, ...activities('B2', 10)], () => undefined);
  expect(orderOf('B1')).toEqual(long.map(({ commandId }) => commandId));
  expect(platform.batches.map((batch) => batch.length).toSorted((a, b) => a - b)).toEqual([10, 200, 500, 500]);
});

it('keeps a request well below 8 MB', async () => {
  await send(at(), activities('B1', 30, '长'.repeat(200_000)), () => undefined);
  expect(platform.commands.length).toBe(30);
  expect(Math.max(...platform.batches.map((batch) => Buffer.byteLength(JSON.stringify(batch))))).toBeLessThan(
    8_000_000,
  );
});

it.each(['BRANCH_UNKNOWN', 'ORGANIZATION_UNKNOWN', 'COMMITTEE_UNKNOWN'])(
  'waits for a service that is seconds behind the register: %s',
  async (code) => {
    const knownFrom = Date.now() + 4_000;
    platform.judge = () => {
      if (Date.now() < knownFrom) throw new Refusal(code, {});
    };
    const outcomes = await send(at(), activities('B1', 2), () => undefined);
    expect(outcomes.filter((one) => 'problem' in one)).toEqual([]);
  },
  20_000,
);
