import { type Language, type RefusalCode, refusal, type Wording } from '@zhibu/contracts';
import { subjectIn } from '../../access-log/subjects.ts';
import { noteSubjects } from '../../access-log/noted.ts';
import { processes } from '../../generated/processes.ts';
import type { ProcessReplay, QueryProcessReplayArgs } from '../../generated/schema.ts';
import type { Replayable } from '../../process/replayable.ts';
import type { StepFact } from '../../process/steps.projection.ts';
import { stepsShown } from '../../process/step-shown.ts';
import type { GatewayContext } from '../../request/context.ts';
import { unknownSubject } from '../../request/subject-asked.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import { isSeenOn, type Sight } from '../../scope/access.ts';
import type { Moment } from '../moment.ts';
import { organizationReferred } from '../organization/organization.resolver.ts';
import { faultsTold } from './faults-told.rules.ts';
import { type InstanceAsked, instanceRead, instanceReplayed, organizationOf } from './process-replay.lookup.ts';

const code = 'PROCESS_UNKNOWN' satisfies RefusalCode;

/** What of a replay other fields are answered from. */
type ReplayNode = Omit<ProcessReplay, 'organization' | 'steps' | '__typename'> & {
  readonly organizationId: string;
  readonly moment: Moment;
  readonly steps: ReturnType<typeof stepsShown>;
};

/** Every process is replayed by what its view knows of it; a new one is in the table with its view. */
const replayables = (): readonly Replayable[] => processes.flatMap(({ view }) => view?.replays ?? []);

/** @throws Refusal INPUT_INVALID naming the processes that there are */
export function replayableNamed(name: string): Replayable {
  const all = replayables();
  const found = all.find(({ aggregate }) => aggregate === name);
  if (found) return found;
  const names = all.map(({ aggregate }) => aggregate).join('、');
  const problem: Wording = { zh: `须为其中之一：${names}`, en: `must be one of ${names.replaceAll('、', ', ')}` };
  throw refusal('INPUT_INVALID', { errors: [{ field: 'process', problem }] });
}

/** The parts of an instance's key: no part but the last can hold a colon. */
export function partsOf({ key }: Replayable, id: string): readonly string[] {
  const parts = id.split(':');
  return [...parts.slice(0, key.length - 1), parts.slice(key.length - 1).join(':')];
}

export const processReplayResolvers: Resolvers = {
  Query: {
    async processReplay(
      _parent: unknown,
      { process: name, id, upTo }: QueryProcessReplayArgs,
      context: GatewayContext,
    ): Promise<ReplayNode> {
      const process = replayableNamed(name);
      const until = await context.known(upTo, 'upTo');
      const asked = { process, parts: partsOf(process, id), upTo: until };
      return { process: name, id, ...(await replayedFor(context, asked, id)) };
    },
  },
  ProcessReplay: {
    organization: ({ organizationId, moment }: ReplayNode, _args: unknown, context: GatewayContext) =>
      organizationReferred(context, moment, organizationId),
  },
};

/** @throws Refusal PROCESS_UNKNOWN where there is none, or where whoever asks may not see whose it is */
async function replayedFor(
  context: GatewayContext,
  asked: InstanceAsked,
  id: string,
): Promise<Omit<ReplayNode, 'process' | 'id'>> {
  const { replay, access, language, req } = context;
  const read = isWhole(asked) ? await instanceRead(replay, asked) : undefined;
  const organizationId = read && organizationOf(asked.process, read);
  const sight = organizationId === undefined ? undefined : await access.sight(organizationId);
  if (!read || !sight) throw unknownSubject({ id, field: 'id', code });
  noteSubjects(req, [subjectIn(sight.id)]);
  const found = await instanceReplayed(replay, asked, read);
  return {
    organizationId: sight.id,
    moment: { asOf: context.today, knownAt: asked.upTo },
    ...stepsTold(found.steps, asked.process, { sight, language }),
    agreesWithReadModel: found.readModelFaults.length === 0,
    chainIntact: found.chainIntact,
    chainKept: found.chainKept,
    faults: faultsTold([...found.logFaults, ...found.readModelFaults], sight, language),
  };
}

/** The longest id of an instance for which a service is asked. */
const LONGEST = 400;

const isWhole = ({ process, parts }: InstanceAsked): boolean =>
  parts.length === process.key.length &&
  parts.every((part) => part !== '') &&
  parts.reduce((sum, { length }) => sum + length, 0) <= LONGEST;

/** The steps of days on which whoever asks sees the organization, and where they led. */
function stepsTold(
  steps: readonly StepFact[],
  { statuses }: Replayable,
  { sight, language }: { readonly sight: Sight; readonly language: Language },
): Pick<ReplayNode, 'steps' | 'status' | 'statusLabel'> {
  const told = steps
    .filter(({ effectiveOn }) => isSeenOn(sight, effectiveOn))
    .map(({ status = null, recordedAt, ...step }) => ({ ...step, status, recordedAt: new Date(recordedAt) }));
  const shown = stepsShown(told, { words: statuses, language });
  const { status = null, statusLabel = null } = shown.at(-1) ?? {};
  return { steps: shown, status, statusLabel };
}
