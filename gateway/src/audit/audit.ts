import type { ServiceName, Wording } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';
import { ENTRIES_A_PAGE } from '../request/page.ts';
import type { ReadModel } from '../read-model.ts';
import type { SeenId, Subtree } from '../scope/seen.ts';
import { branchesUnder } from '../views/branch/branch.lookup.ts';
import { compared, replayed, type Replayed, type ReplaySources } from '../views/replay/replay.lookup.ts';
import { GatheredStreams } from './gathered.ts';
import { logOf } from './log-pass.adapter.ts';
import { aboveLost } from './lost-place.adapter.ts';
import { type BranchStreams, oneByOne } from './one-by-one.adapter.ts';

/** What is audited: the living branches under an organization, in one scheme. */
export interface AuditAsked {
  readonly under: Subtree;
  /** A branch that the read model lost, if whoever asks may see one that it stands under. */
  readonly seeLost: (branchId: string, above: () => Promise<readonly string[]>) => Promise<SeenId | undefined>;
  readonly scheme: string;
  /** A settled instant; absent: what is recorded now. */
  readonly upTo: string | undefined;
  readonly today: Day;
  /** Whether the logs are read as a whole, however few the branches are. */
  readonly wholeLogs: boolean;
}

/** A branch of which log and read model do not agree, or whose log is not as it was recorded. */
export type Disagreeing = Omit<Replayed, 'events'> & { readonly branchId: SeenId };

/** What an audit tells, as it goes. */
export type AuditLine =
  | { readonly kind: 'branches'; readonly count: number }
  | { readonly kind: 'streams'; readonly says: Wording }
  | { readonly kind: 'read'; readonly service: ServiceName; readonly events: number }
  | { readonly kind: 'checked'; readonly count: number }
  | { readonly kind: 'branch'; readonly found: Disagreeing }
  | { readonly kind: 'log'; readonly faults: readonly Wording[] }
  | { readonly kind: 'done'; readonly checked: number; readonly wrong: number };

/** Branches compared side by side. */
const AT_ONCE = 8;
/** The logs that ratings follow from: the branch's own life, then its gradings and their rounds. */
const LOGS: readonly ServiceName[] = ['organization', 'assessment'];

/**
 * So many branches are read each by its own streams: some ten requests a branch at most, so a few hundred in all, and never
 * more than the events of these branches. With more of them one pass over the logs costs less.
 */
export const ONE_BY_ONE = 50;
const onlyTheWhole: Wording = {
  zh: '已逐个党支部核验其自身的记录；系统遗漏的党支部、日志其余部分的改动或缺失，须核验整个日志才能发现',
  en: 'each branch is checked by its own streams; branches that the read model lost, and what was changed or is missing elsewhere in the logs, only an audit of the whole logs finds',
};

/**
 * Replays the gradings of every branch under an organization. Few branches are read by their own streams. Many, or where the
 * whole is asked for, are read in one pass: each log once, in order, and what a rating follows from is kept by branch. A branch that does
 * not agree with the read model is replayed once more from its own streams, for decisions may have been recorded since.
 * @throws Refusal SERVICE_UNAVAILABLE
 */
export async function* audited(sources: ReplaySources, asked: AuditAsked): AsyncGenerator<AuditLine> {
  const branches = await branchesOf(sources.model, asked);
  yield { kind: 'branches', count: branches.length };
  if (asked.wholeLogs || branches.length > ONE_BY_ONE) return yield* auditedInOnePass(sources, asked, branches);
  yield { kind: 'streams', says: onlyTheWhole };
  yield* checked(sources, asked, { branches, streamsOf: oneByOne(sources, asked.scheme), lost: 0 });
}

async function* auditedInOnePass(
  sources: ReplaySources,
  asked: AuditAsked,
  branches: readonly SeenId[],
): AsyncGenerator<AuditLine> {
  const gathered = new GatheredStreams(new Set(branches), asked.scheme);
  for (const service of LOGS) yield* passed(sources, { service, gathered, upTo: asked.upTo });
  const damaged = gathered.damaged.map(ofTheLog);
  if (damaged.length > 0) yield { kind: 'log', faults: damaged };
  const lost: SeenId[] = [];
  for (const id of await unknownAmong(sources.model, [...gathered.others])) {
    const seen = await asked.seeLost(id, () => aboveLost(sources, id, asked.today));
    if (seen !== undefined) lost.push(seen);
  }
  for (const branchId of lost) yield { kind: 'branch', found: await lostBranch(sources, asked, branchId) };
  const streamsOf = (branchId: SeenId): Promise<BranchStreams> => Promise.resolve(gathered.streamsOf(branchId));
  yield* checked(sources, asked, { branches, streamsOf, lost: lost.length });
}

interface Checking {
  readonly branches: readonly SeenId[];
  readonly streamsOf: (branchId: SeenId) => Promise<BranchStreams>;
  /** So many more were found, which the read model does not know. */
  readonly lost: number;
}

async function* checked(
  sources: ReplaySources,
  asked: AuditAsked,
  { branches, streamsOf, lost }: Checking,
): AsyncGenerator<AuditLine> {
  let [count, wrong] = [lost, lost];
  for (let from = 0; from < branches.length; from += AT_ONCE) {
    const some = branches.slice(from, from + AT_ONCE);
    const found = await Promise.all(
      some.map(async (branchId) => disagreement(sources, asked, { branchId, ...(await streamsOf(branchId)) })),
    );
    for (const one of found.flatMap((each) => each ?? [])) {
      wrong += 1;
      yield { kind: 'branch', found: one };
    }
    count += some.length;
    yield { kind: 'checked', count };
  }
  yield { kind: 'done', checked: count, wrong };
}

async function* passed(
  { client }: ReplaySources,
  pass: { readonly service: ServiceName; readonly gathered: GatheredStreams; readonly upTo: string | undefined },
): AsyncGenerator<AuditLine> {
  const { service, gathered, upTo } = pass;
  let events = 0;
  for await (const stretch of logOf(client, service)) {
    gathered.take(stretch, upTo);
    events += stretch.events.length;
    yield { kind: 'read', service, events };
    const last = stretch.events.at(-1);
    if (upTo !== undefined && last && last.recordedAt > upTo) return;
  }
}

async function disagreement(
  sources: ReplaySources,
  { scheme, upTo }: AuditAsked,
  { branchId, streams, around }: BranchStreams & { readonly branchId: SeenId },
): Promise<Disagreeing | undefined> {
  const key = { branchId, scheme };
  const first = await compared(sources, { key, upTo, streams, around });
  if (agrees(first)) return undefined;
  const again = await replayed(sources, key, upTo);
  if (agrees(again) && first.logFaults.length === 0) return undefined;
  return { ...again, branchId, logFaults: again.logFaults.length > 0 ? again.logFaults : first.logFaults };
}

async function lostBranch(sources: ReplaySources, asked: AuditAsked, branchId: SeenId): Promise<Disagreeing> {
  const found = await replayed(sources, { branchId, scheme: asked.scheme }, asked.upTo);
  const unknown = {
    zh: '系统没有该党支部，而原始记录中有其评定',
    en: `the read model does not know branch ${branchId}`,
  };
  return { ...found, branchId, readModelFaults: [unknown, ...found.readModelFaults] };
}

const agrees = ({ chainKept, chainIntact, logFaults, readModelFaults }: Replayed): boolean =>
  (chainIntact || !chainKept) && logFaults.length === 0 && readModelFaults.length === 0;

async function branchesOf(model: ReadModel, { under, today }: AuditAsked): Promise<readonly SeenId[]> {
  const found: SeenId[] = [];
  for (let after: string | undefined, more = true; more; after = found.at(-1)) {
    const page = { first: ENTRIES_A_PAGE, ...(after === undefined ? {} : { after }) };
    const { ids, hasNext } = await branchesUnder(model, { under }, { moment: { asOf: today }, page });
    found.push(...ids);
    more = hasNext;
  }
  return found;
}

/** Those that the read model has never heard of: it lost them, whatever they are under. */
async function unknownAmong(model: ReadModel, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const { rows } = await model.sql.query<{ id: string }>('SELECT id FROM organization WHERE id = ANY($1)', [ids]);
  const known = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

const ofTheLog = (says: string): Wording => ({
  zh: '原始记录被改动或损坏，请联系系统管理员核验',
  en: `the log was changed or is damaged: ${says}`,
});
