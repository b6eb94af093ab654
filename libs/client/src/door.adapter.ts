import type { SourceReference } from '@zhibu/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Away } from './outage.ts';
import { awayByProblem, type Platform, PlatformAbsent, post } from './request.adapter.ts';

/** A command on its way to the batch door; its id makes a repeat safe. */
export interface OutgoingCommand {
  readonly name: string;
  readonly commandId: string;
  /** As the door takes it. */
  readonly json: string;
  readonly source?: SourceReference | undefined;
  /** The stream it is decided on: order is kept within it. */
  readonly stream: string;
  /** Code of the organization it is about. */
  readonly subject: string;
}

/** What a command needs to become an outgoing one. */
export interface CommandToSend extends Omit<OutgoingCommand, 'json'> {
  readonly data: object;
}

/** A command written as the door takes it. */
export function outgoing({ data, ...command }: CommandToSend): OutgoingCommand {
  const { name, commandId, source } = command;
  return { ...command, json: JSON.stringify({ name, commandId, data, source }) };
}

const recorded = z.object({
  id: z.string(),
  type: z.string(),
  stream: z.string(),
  revision: z.number(),
  position: z.string(),
  recordedAt: z.string(),
});
const problem = z.looseObject({
  code: z.string(),
  title: z.string().optional(),
  detail: z.string().optional(),
  status: z.number().optional(),
});
const outcome = z.union([
  z.object({ commandId: z.string(), problem }),
  z.object({ commandId: z.string(), events: z.array(recorded) }),
]);
const answer = z.object({ outcomes: z.array(outcome) });

export type Problem = z.infer<typeof problem>;
/** What became of a command. */
export type Outcome = z.infer<typeof outcome>;

const BATCH = 500;
/** Below the door's 8 MB, counting three bytes for every character. */
const BYTES = 6_000_000;
const IN_FLIGHT = 3;
const PAUSE_MS = 400;
/** How long what may pass is asked again while nothing of it passes: readers of a busy broker are some seconds behind. */
const PATIENCE_MS = 30_000;

/** Refusals that pass by themselves: a service's look-ups are still on their way to what was recorded before. */
const passing = new Set([
  'BRANCH_UNKNOWN',
  'COMMITTEE_UNKNOWN',
  'ORGANIZATION_UNKNOWN',
  'PARENT_UNKNOWN',
  'REVISION_CONFLICT',
  'SERVICE_UNAVAILABLE',
]);

/**
 * Sends commands through the batch door: those of one stream in their order, streams side by side, three requests in
 * flight. One outcome a command, in their order.
 * @throws PlatformAbsent, PlatformRefused, OutageTooLong, or the signal's reason
 */
export async function send(
  platform: Platform,
  commands: readonly OutgoingCommand[],
  done: (count: number) => void,
): Promise<readonly Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const chains = chainsOf(commands)[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const chain of chains) {
        for (const batch of chain) {
          for (const one of await settled(platform, batch)) outcomes.set(one.commandId, one);
          done(batch.length);
        }
      }
    }),
  );
  return commands.map(({ commandId }) => outcomes.get(commandId) ?? missing(platform));
}

/** Sends a batch, and again the streams in which a refusal may pass, until none of them has passed for a while. */
async function settled(platform: Platform, batch: readonly OutgoingCommand[]): Promise<readonly Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  let waited = 0;
  for (let open = batch; open.length > 0;) {
    for (const one of await posted(platform, open)) outcomes.set(one.commandId, one);
    const waiting = new Set(
      open.filter(({ commandId }) => mayPass(outcomes.get(commandId))).map(({ stream }) => stream),
    );
    const left = open.filter(({ stream }) => waiting.has(stream));
    waited = left.length < open.length ? 0 : waited + PAUSE_MS;
    open = waited < PATIENCE_MS ? left : [];
    if (open.length > 0) await pause(PAUSE_MS, undefined, { signal: platform.signal });
  }
  return [...outcomes.values()];
}

async function posted(platform: Platform, batch: readonly OutgoingCommand[]): Promise<readonly Outcome[]> {
  const json = `{"commands":[${batch.map(({ json: one }) => one).join(',')}]}`;
  const read = answer.safeParse(await post(platform, '/commands', json, (body) => awayInOutcomes(body, platform)));
  if (!read.success || read.data.outcomes.length !== batch.length) return missing(platform);
  return read.data.outcomes;
}

/** A service that is away is no fault of what was sent: the batch goes again, under the same ids. */
function awayInOutcomes(body: unknown, platform: Platform): Away | undefined {
  const { outcomes = [] } = answer.safeParse(body).data ?? {};
  return outcomes
    .map((one) => ('problem' in one ? awayByProblem(one.problem, platform) : undefined))
    .find((away) => away !== undefined);
}

/** Batches that may go side by side; a stream too long for one batch goes in a chain, one after another. */
function chainsOf(commands: readonly OutgoingCommand[]): readonly (readonly (readonly OutgoingCommand[])[])[] {
  const chains: OutgoingCommand[][][] = [];
  let open: OutgoingCommand[] = [];
  let bytes = 0;
  for (const group of Map.groupBy(commands, ({ stream }) => stream).values()) {
    const size = group.reduce((sum, command) => sum + command.json.length * 3, 0);
    if (open.length > 0 && (open.length + group.length > BATCH || bytes + size > BYTES)) {
      chains.push([open]);
      [open, bytes] = [[], 0];
    }
    if (group.length > BATCH || size > BYTES) chains.push(cut(group));
    else [open, bytes] = [[...open, ...group], bytes + size];
  }
  return open.length > 0 ? [...chains, [open]] : chains;
}

function cut(group: readonly OutgoingCommand[]): OutgoingCommand[][] {
  const size = Math.max(
    1,
    Math.min(BATCH, Math.floor(BYTES / Math.max(...group.map((command) => command.json.length * 3)))),
  );
  return Array.from({ length: Math.ceil(group.length / size) }, (_, index) =>
    group.slice(index * size, (index + 1) * size),
  );
}

const mayPass = (one: Outcome | undefined): boolean =>
  one !== undefined && 'problem' in one && passing.has(one.problem.code);

function missing({ server }: Platform): never {
  throw new PlatformAbsent(`${server}: an answer without the outcome of every command`);
}
