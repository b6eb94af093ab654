import { z } from 'zod';
import type { RecordedEvent } from '@zhibu/kernel';
import {
  CorruptEvent,
  gradingStream,
  organizationStream,
  roundStream,
  type ServiceName,
  upcast,
} from '@zhibu/contracts';
import { refusedOr, type ServiceClient } from '../../commands/service-client.adapter.ts';
import type { ReadModel } from '../../read-model.ts';
import type { RatingKey } from '../rating/rating.lookup.ts';

const streams = z.object({ streams: z.array(z.string()).nullable() });
const actor = z.object({
  personId: z.string(),
  role: z.string(),
  organizationId: z.string().optional(),
  enteredBy: z.object({ personId: z.string(), documentNo: z.string() }).optional(),
});
const recorded = z.object({
  id: z.string(),
  type: z.string(),
  schemaVersion: z.int(),
  data: z.looseObject({}),
  stream: z.string(),
  revision: z.int(),
  position: z.string().transform(BigInt),
  recordedAt: z.string(),
  metadata: z.object({
    commandId: z.string(),
    commandHash: z.string(),
    correlationId: z.string(),
    causationId: z.string().optional(),
    actor,
    source: z.object({ file: z.string(), sha256: z.string(), rows: z.array(z.number()) }).optional(),
  }),
});
const placed = z.object({ id: z.string(), position: z.string() });
const stream = z.object({
  events: z.array(z.unknown()),
  chainIntact: z.boolean().nullable(),
  fault: z.string().optional(),
});

/** A stream as its owner has it. */
export interface SourceStream {
  readonly name: string;
  readonly events: readonly RecordedEvent[];
  /** Whether its store keeps a chain of hashes at all. */
  readonly chainKept: boolean;
  readonly chainIntact: boolean;
  /** What is wrong with the log around it, or with an event that nothing can read any more. */
  readonly faults: readonly string[];
}

/**
 * The gradings of a branch in a scheme, of all periods, read from the owning service and not from the read model. Where
 * its store keeps no list of streams, their names are derived: of each year from the first that the read model knows of.
 */
export async function gradingStreams(
  { client, model }: { readonly client: ServiceClient; readonly model: ReadModel },
  { branchId, scheme }: RatingKey,
): Promise<readonly SourceStream[]> {
  const prefix = gradingStream(branchId, scheme, '');
  const answer = await client.send({ service: 'assessment', path: `/streams?prefix=${encodeURIComponent(prefix)}` });
  if (answer.status !== 200) throw refusedOr('assessment', answer);
  const listed = streams.parse(answer.body).streams;
  if (listed) {
    // A scheme's code may begin with another's; only a year may follow.
    const names = listed.filter((name) => /^\d{4}$/.test(name.slice(prefix.length))).sort();
    return Promise.all(names.map((name) => sourceStream(client, 'assessment', name)));
  }
  const years = yearsFrom(await firstPeriod(model, { branchId, scheme }), new Date().getFullYear() + 1);
  const found = await Promise.all(years.map((year) => sourceStream(client, 'assessment', `${prefix}${year}`)));
  return found.filter(({ events, faults }) => events.length > 0 || faults.length > 0);
}

/** The first period in which the branch has a decision, or anybody has a round, in the scheme. */
async function firstPeriod({ sql }: ReadModel, { branchId, scheme }: RatingKey): Promise<number> {
  const { rows } = await sql.query<{ period: string | null }>(
    `SELECT min(period) AS period FROM (
       SELECT period FROM decision WHERE branch_id = $1 AND scheme = $2
       UNION ALL SELECT data ->> 'period' FROM round_event WHERE type = 'RoundOpened' AND data ->> 'scheme' = $2) p`,
    [branchId, scheme],
  );
  return Number(rows[0]?.period ?? new Date().getFullYear());
}

const yearsFrom = (first: number, last: number): readonly number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

/** The rounds that gradings belong to, and the branch's own stream: by these a grade is confirmed, and ends. */
export function surroundingStreams(
  client: ServiceClient,
  branchId: string,
  roundIds: readonly string[],
): Promise<readonly SourceStream[]> {
  return Promise.all([
    sourceStream(client, 'organization', organizationStream(branchId)),
    ...roundIds.map((roundId) => sourceStream(client, 'assessment', roundStream(roundId))),
  ]);
}

/** A stream by its name, as its owner has it; empty where there is none. @throws Refusal SERVICE_UNAVAILABLE */
export async function sourceStream(
  client: Pick<ServiceClient, 'send'>,
  service: ServiceName,
  name: string,
): Promise<SourceStream> {
  const answer = await client.send({ service, path: `/streams/${encodeURIComponent(name)}` });
  if (answer.status === 404) return { name, events: [], chainKept: true, chainIntact: true, faults: [] };
  if (answer.status !== 200) throw refusedOr(service, answer);
  const { events, chainIntact, fault } = stream.parse(answer.body);
  const read = events.map(eventOf);
  const unreadable = read.filter((event) => typeof event === 'string');
  return {
    name,
    chainKept: chainIntact !== null,
    chainIntact: chainIntact === true && unreadable.length === 0,
    events: read.filter((event) => typeof event !== 'string'),
    faults: [...(chainIntact === false ? [`${name}: ${fault ?? 'its chain is broken'}`] : []), ...unreadable],
  };
}

/** Where an event was recorded. */
export interface Placed {
  readonly service: ServiceName;
  readonly position: string;
  readonly eventId: string;
}

/** What the owning service's log has at a position: the event, another one, or a gap where there must be none. */
export async function inLogAt(
  client: ServiceClient,
  { service, position, eventId }: Placed,
): Promise<'the event' | 'another' | 'a gap'> {
  const answer = await client.send({ service, path: `/log?after=${BigInt(position) - 1n}&limit=1` });
  if (answer.status !== 200) throw refusedOr(service, answer);
  const found = placed.safeParse(answer.body);
  if (!found.success || found.data.position !== position) return 'a gap';
  return found.data.id === eventId ? 'the event' : 'another';
}

/** The event at its current version, or why it cannot be read. */
export function eventOf(value: unknown): RecordedEvent | string {
  const parsed = recorded.safeParse(value);
  if (!parsed.success) return `not an event: ${JSON.stringify(value).slice(0, 200)}`;
  try {
    return upcast(parsed.data);
  } catch (error) {
    if (error instanceof CorruptEvent) return error.message;
    throw error;
  }
}
