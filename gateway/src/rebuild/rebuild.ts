import { services, type Wording } from '@zhibu/contracts';
import { inTransaction, type Sql } from '@zhibu/database';
import { holdReadModel, releaseReadModel } from '../projector.ts';
import { readModelSchemas } from '../read-model.ts';
import { views as allViews } from '../views/index.ts';
import type { View } from '../views/view.ts';
import { Build, type BuildSources } from './build.ts';
import { comparedTables, type Difference } from './content.ts';
import { keptBuilds } from './kept-build.ts';
import { type LiveState, liveState } from './live-state.ts';
import { dropBuild, giveUpKeptBuild, prepareBuild, switchBack, switchToBuild } from './switchover.ts';

/** What a rebuild needs, and whom it tells how far it is. */
export interface Rebuilding extends BuildSources {
  readonly tell: (progress: Progress) => void;
}

export type Progress =
  | { readonly step: 'facts' | 'deriving' | 'catching-up' | 'comparing' | 'switching' }
  | { readonly step: 'done'; readonly seconds: number };

/** What became of a rebuild: switched, or not because the build differs from what is live. */
export interface Rebuilt {
  readonly units: readonly string[];
  readonly switched: boolean;
  readonly differences: readonly Difference[];
}

/** A rebuild, or a switch, that cannot be: says why. */
export class RebuildRefused extends Error {
  override readonly name = 'RebuildRefused';
  readonly wording: Wording;

  constructor(wording: Wording) {
    super(wording.en);
    this.wording = wording;
  }
}

const refusals = {
  noView: (name: string): Wording => {
    const names = ['all', ...allViews.map((view) => view.name)].join(', ');
    return { zh: `没有视图 ${name}；可选：${names}`, en: `there is no view ${name}; there are: ${names}` };
  },
  keptFault: (unit: string, fault: string): Wording => ({
    zh: `${unit} 保留的旧内容已停止更新，不能切回：${fault}`,
    en: `the kept build of ${unit} stopped taking events and cannot be switched back to: ${fault}`,
  }),
  noneKept: (unit: string): Wording => ({ zh: `${unit} 没有保留的旧内容`, en: `no earlier build of ${unit} is kept` }),
  another: { zh: '另一个重建正在进行', en: 'another rebuild is under way' },
};

/**
 * The units that a view's name, or `all`, stands for. Views that derive from each other are rebuilt together: the
 * register with its tree, findings, ratings and tally is one unit. @throws RebuildRefused for a name that is none
 */
export function unitsOf(name: string): readonly string[] {
  const named = name === 'all' ? allViews : allViews.filter((view) => view.name === name || view.unit === name);
  if (named.length === 0) throw new RebuildRefused(refusals.noView(name));
  return [...new Set(named.map((view) => view.unit))];
}

const viewsOf = (units: readonly string[]): readonly View[] => allViews.filter((view) => units.includes(view.unit));

const SMALL_LAG = 1000n;

/**
 * Builds units beside the live tables, reading the services' logs once, while queries and projecting go on; compares
 * both at the same positions, and where they are equal (or the difference is accepted) makes the build live. The tables
 * so far are kept and fed until given up. @throws RebuildRefused while another rebuild is under way
 */
export async function rebuild(
  rebuilding: Rebuilding,
  units: readonly string[],
  acceptDifference = false,
): Promise<Rebuilt> {
  return alone(rebuilding, async (holder) => {
    const started = Date.now();
    const views = viewsOf(units);
    const build = await grown(rebuilding, views);
    const differences = await compared({ rebuilding, holder, build, views });
    const switched = differences.length === 0 || acceptDifference;
    if (switched) {
      rebuilding.tell({ step: 'switching' });
      await whileHeld(holder, async () => {
        await build.catchUp(await liveState(holder));
        await switchToBuild(rebuilding.owner, views, units);
      });
    } else await dropBuild(rebuilding.owner, views);
    rebuilding.tell({ step: 'done', seconds: (Date.now() - started) / 1000 });
    return { units, switched, differences };
  });
}

/** Makes the build before the live one live again. @throws RebuildRefused when none is kept, or it could not be fed */
export async function rebuildSwitchBack(rebuilding: Rebuilding, unit: string): Promise<void> {
  await alone(rebuilding, (holder) =>
    whileHeld(holder, async () => {
      const kept = await keptOf(holder, unit);
      if (kept.fault !== null) throw new RebuildRefused(refusals.keptFault(unit, kept.fault));
      await switchBack(rebuilding.owner, viewsOf([unit]));
    }),
  );
}

/** Drops the build before the live one. @throws RebuildRefused when none is kept */
export async function rebuildGiveUpBack(rebuilding: Rebuilding, unit: string): Promise<void> {
  await alone(rebuilding, (holder) =>
    whileHeld(holder, async () => {
      await keptOf(holder, unit);
      await giveUpKeptBuild(rebuilding.owner, viewsOf([unit]), unit);
    }),
  );
}

async function keptOf(sql: Sql, unit: string): Promise<{ readonly fault: string | null }> {
  const kept = (await keptBuilds(sql)).find((build) => build.unit === unit);
  if (!kept) throw new RebuildRefused(refusals.noneKept(unit));
  return kept;
}

async function grown({ tell, owner, ...sources }: Rebuilding, views: readonly View[]): Promise<Build> {
  await prepareBuild(owner, views, `${readModelSchemas.live}_service`);
  const build = new Build({ owner, ...sources }, views);
  tell({ step: 'facts' });
  const subjects = await build.loadFacts(await liveState(owner));
  tell({ step: 'deriving' });
  await build.derive(subjects);
  tell({ step: 'catching-up' });
  const farBehind = (live: LiveState): boolean => services.some((service) => build.behind(live, service) > SMALL_LAG);
  for (let live = await liveState(owner); farBehind(live); live = await liveState(owner)) await build.catchUp(live);
  return build;
}

interface Comparing {
  readonly rebuilding: Rebuilding;
  readonly holder: Sql;
  readonly build: Build;
  readonly views: readonly View[];
}

/** Compares in a snapshot taken while both stood at the same positions; projecting goes on as soon as it is taken. */
async function compared({ rebuilding, holder, build, views }: Comparing): Promise<readonly Difference[]> {
  rebuilding.tell({ step: 'comparing' });
  return inTransaction(rebuilding.owner, async (transaction) => {
    await whileHeld(holder, async () => {
      await build.catchUp(await liveState(holder));
      await transaction.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await transaction.query('SELECT 1');
    });
    return comparedTables(
      transaction,
      views.flatMap((view) => view.tables),
    );
  });
}

async function whileHeld(holder: Sql, work: () => Promise<void>): Promise<void> {
  await holdReadModel(holder);
  try {
    await work();
  } finally {
    await releaseReadModel(holder);
  }
}

/** One rebuild at a time, on a connection that holds what must be held. */
async function alone<Result>({ owner }: Rebuilding, work: (holder: Sql) => Promise<Result>): Promise<Result> {
  const holder = await owner.connect();
  try {
    const {
      rows: [row],
    } = await holder.query<{ free: boolean }>("SELECT pg_try_advisory_lock(hashtext('zhibu rebuild')) AS free");
    if (!row?.free) throw new RebuildRefused(refusals.another);
    return await work(holder);
  } finally {
    // A connection that cannot let go of its locks is closed, and they with it.
    const fault = await holder.query('SELECT pg_advisory_unlock_all()').then(
      () => false,
      () => true,
    );
    holder.release(fault);
  }
}
