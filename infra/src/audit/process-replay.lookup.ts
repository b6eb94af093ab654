import { ask, type Platform } from '@zhibu/client';
import { z } from 'zod';

const step = z.object({
  recordedAt: z.string(),
  effectiveOn: z.string(),
  says: z.string(),
  actor: z.string(),
  dutyLabel: z.string().nullable(),
  actedFor: z.string().nullable(),
  basis: z.string().nullable(),
  statusLabel: z.string().nullable(),
  causedBy: z.object({ says: z.string() }).nullable(),
});
const processReplay = z.object({
  organization: z.object({ name: z.string() }).nullable(),
  steps: z.array(step),
  agreesWithReadModel: z.boolean(),
  chainIntact: z.boolean(),
  chainKept: z.boolean(),
  faults: z.array(z.string()),
});

export type ProcessStep = z.infer<typeof step>;
export type ProcessReplay = z.infer<typeof processReplay>;

/** One instance of a process: of a designation `PROGRAMME:ORGANIZATION`, of a revocation its id. */
export interface Instance {
  readonly process: string;
  readonly id: string;
}

/** The replay of an instance from its service's stream, as known at an instant (absent: now); null: there is none. */
export async function processReplayOf(
  platform: Platform,
  { process, id }: Instance,
  knownAt: string | undefined,
): Promise<ProcessReplay | null> {
  const query = `query ($process: String!, $id: ID!, $upTo: DateTime) { processReplay(process: $process, id: $id, upTo: $upTo) {
    organization { name } agreesWithReadModel chainIntact chainKept faults
    steps { recordedAt effectiveOn says actor dutyLabel actedFor basis statusLabel causedBy { says } } } }`;
  const variables = { process, id, ...(knownAt === undefined ? {} : { upTo: knownAt }) };
  const schema = z.object({ processReplay }).nullable();
  return (await ask(platform, { query, variables, absent: ['PROCESS_UNKNOWN'] }, schema))?.processReplay ?? null;
}
