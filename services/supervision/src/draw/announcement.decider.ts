import type { CommandNamed, DrawEvent, OrganizationKind } from '@zhibu/contracts';
import { addDays, addMonths, type Day, type Sent } from '@zhibu/kernel';
import { refuseIf, refusal } from './draw.rules.ts';
import type { DrawState } from './draw.state.ts';

/** Who is excluded as founded lately lives for less than so many months. */
const FOUNDED_WITHIN_MONTHS = 3;

/** 提交承诺: within so many days of the announcement†; strata and population are of its day (draw.md). */
const COMMIT_WITHIN_DAYS = 90;

const BODY_KINDS: readonly OrganizationKind[] = ['province', 'city', 'work-committee'];

/** Why a population cannot be drawn from. */
export type PopulationFault = 'SAMPLE_TOO_LARGE' | 'EXCLUDED_TOO_MANY' | 'BODIES_WRONG';

export interface AnnouncementFacts extends Sent {
  /** The place that is drawn from and what stands above it, with their kinds. */
  readonly lineage: readonly { readonly id: string; readonly kind: OrganizationKind }[];
  /** Of those excluded: who is no living branch of the place that is drawn from, or named twice. */
  readonly strange: readonly string[];
  /** Of those excluded as founded lately: since when they live. */
  readonly founded: readonly { readonly branchId: string; readonly openedOn: Day }[];
  /** Of those excluded as inspected this year: who had no visit this year that counts. */
  readonly unvisited: readonly string[];
  /** The population as it is frozen and kept; or why there is none. */
  readonly population:
    | {
        readonly hash: string;
        readonly bodies: readonly string[];
        readonly branches: number;
        readonly strata: readonly { readonly stratum: string; readonly of: number }[];
      }
    | { readonly fault: PopulationFault };
}

type Announce = CommandNamed<'AnnounceDraw'>['data'];

/** 公告抽取: by one of at least two bodies; nothing about who may be drawn, and how many, changes afterwards. */
export function announceDraw(data: Announce, state: DrawState, facts: AnnouncementFacts): DrawEvent[] {
  const { today, population } = facts;
  if (state.status === 'none') checkCommitBy(data, today);
  checkBodies(data, facts);
  const actingFor = facts.actor.organizationId ?? '';
  refuseIf(!data.bodies.includes(actingFor), 'NOT_A_BODY_OF_THE_DRAW', { field: 'bodies' });
  checkExcluded(data, facts);
  if ('fault' in population) throw refusal(population.fault, { field: fieldOf[population.fault] });
  if (state.status !== 'none') {
    refuseIf(state.populationHash !== population.hash, 'DRAW_KNOWN', { field: 'drawId' });
    return [];
  }
  return [announcement(data, population, today)];
}

function checkCommitBy({ commitBy }: Announce, today: Day): void {
  refuseIf(commitBy <= today, 'COMMIT_BY_PAST', { field: 'commitBy', today });
  const latest = addDays(today, COMMIT_WITHIN_DAYS);
  refuseIf(commitBy > latest, 'COMMIT_BY_TOO_FAR', { field: 'commitBy', latest });
}

const fieldOf = {
  SAMPLE_TOO_LARGE: 'sample',
  EXCLUDED_TOO_MANY: 'excluded',
  BODIES_WRONG: 'bodies',
} as const satisfies Readonly<Record<PopulationFault, string>>;

/** Province, city or work committee, each the place that is drawn from or above it. */
function checkBodies({ bodies }: Announce, { lineage }: AnnouncementFacts): void {
  const allowed = lineage.filter(({ kind }) => BODY_KINDS.includes(kind)).map(({ id }) => id);
  const wrong = bodies.filter((id) => !allowed.includes(id));
  const tooFew = new Set(bodies).size < Math.max(bodies.length, 2);
  refuseIf(wrong.length > 0 || tooFew, 'BODIES_WRONG', { field: 'bodies', allowed });
}

function checkExcluded({ excluded = [] }: Announce, { strange, founded, unvisited, today }: AnnouncementFacts): void {
  const unfounded = excluded.some(({ because, basis }) => because === 'other' && basis === undefined);
  refuseIf(unfounded, 'EXCLUDED_WITHOUT_BASIS', { field: 'excluded' });
  refuseIf(strange.length > 0, 'EXCLUDED_NOT_THERE', { field: 'excluded', branches: strange.slice(0, 100) });
  const earlier = founded.filter(({ openedOn }) => addMonths(openedOn, FOUNDED_WITHIN_MONTHS) <= today);
  const branches = earlier.slice(0, 100).map(({ branchId }) => branchId);
  refuseIf(branches.length > 0, 'EXCLUDED_NOT_FOUNDED_LATELY', { field: 'excluded', branches });
  // No share bounds this reason, so its facts do (draw.md, Population text).
  refuseIf(unvisited.length > 0, 'EXCLUDED_NOT_INSPECTED', { field: 'excluded', branches: unvisited.slice(0, 100) });
}

type Announcement = Extract<DrawEvent, { type: 'DrawAnnounced' }>;

function announcement(
  { drawId, under, sample, commitBy, excluded = [], basis }: Announce,
  population: Exclude<AnnouncementFacts['population'], { fault: unknown }>,
  today: Day,
): Announcement {
  return {
    type: 'DrawAnnounced',
    data: {
      drawId,
      under,
      effectiveOn: today,
      bodies: [...population.bodies],
      sample,
      commitBy,
      branches: population.branches,
      populationHash: population.hash,
      strata: [...population.strata],
      excluded: excluded.map(({ because, branchIds, basis: of }) => ({
        because,
        count: branchIds.length,
        ...(of && { basis: of }),
      })),
      checkpointRule: 'first-row-at-or-after-deadline',
      ...(basis && { basis }),
    },
  };
}
