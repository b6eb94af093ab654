import { editionContent, editionNames, type EditionNames, editionStream } from '@zhibu/contracts';
import type { RecordedEvent } from '@zhibu/kernel';
import { z } from 'zod';
import { refusedOr, type ServiceClient } from '../../commands/service-client.adapter.ts';

const published = z.object({ events: z.array(z.object({ data: z.object({ content: editionContent.optional() }) })) });
const assigned = z.object({ editionId: z.string() });

/** By event id, what the edition calls its codes under which the event's branch was graded; none for grades from before the platform. */
export async function namesFor(
  client: ServiceClient,
  events: readonly RecordedEvent[],
): Promise<ReadonlyMap<string, EditionNames>> {
  const editionOf = editionsOf(events);
  const ids = [...new Set(editionOf.values())];
  const found = new Map(await Promise.all(ids.map(async (id) => [id, await namesIn(client, id)] as const)));
  return new Map(
    [...editionOf].flatMap(([eventId, id]) => {
      const names = found.get(id);
      return names ? [[eventId, names] as const] : [];
    }),
  );
}

/** An event that names no edition is under the one that its stream was opened with. */
function editionsOf(events: readonly RecordedEvent[]): ReadonlyMap<string, string> {
  const current = new Map<string, string>();
  const found = new Map<string, string>();
  for (const { id, stream, data } of events) {
    const named = assigned.safeParse(data).data?.editionId;
    if (named !== undefined) current.set(stream, named);
    const edition = current.get(stream);
    if (edition !== undefined) found.set(id, edition);
  }
  return found;
}

async function namesIn(client: ServiceClient, editionId: string): Promise<EditionNames | undefined> {
  const path = `/streams/${encodeURIComponent(editionStream(editionId))}`;
  const answer = await client.send({ service: 'assessment', path });
  if (answer.status !== 200) throw refusedOr('assessment', answer);
  const content = published.safeParse(answer.body).data?.events.findLast(({ data }) => data.content)?.data.content;
  return content && editionNames(content);
}
