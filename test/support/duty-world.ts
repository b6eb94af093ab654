import { afterAll, beforeAll } from '@jest/globals';
import {
  drawStream,
  type DutyName,
  dutyNames,
  dutyStream,
  dutyTable,
  type OrganizationKind,
  organizationStream,
  problemStream,
  revocationStream,
} from '@zhibu/contracts';
import { addDays, derivedId } from '@zhibu/kernel';
import { type Doors, openDoors } from './doors.ts';
import { cancelled, concluded, inspect, type Inspecting } from './inspections.ts';

const NOW = Date.parse('2026-03-02T04:00:00Z');
export const [YESTERDAY, TODAY, TOMORROW] = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;

/** Kind and parent; two committees under one city. */
export const tree: Readonly<Record<string, readonly [kind: OrganizationKind, parent?: string]>> = {
  P: ['province'],
  C: ['city', 'P'],
  W: ['work-committee', 'C'],
  U: ['unit', 'W'],
  O: ['organ-committee', 'U'],
  B: ['branch', 'O'],
  D: ['branch', 'O'],
  V: ['work-committee', 'C'],
  E: ['branch', 'V'],
  // Dissolved yesterday, but for the branch that stands under it.
  X: ['work-committee', 'C'],
  Y: ['branch', 'X'],
};
export const subjects = ['P', 'C', 'W', 'U', 'O', 'B', 'D', 'E', 'Y'] as const;

/** One of a person: at an organization or the platform, in one state. */
export interface Holding {
  readonly duty: DutyName;
  readonly at: string | undefined;
  readonly state: 'held' | 'ended yesterday' | 'over since yesterday' | 'from tomorrow';
}
export const personOf = ({ duty, at = 'platform', state }: Holding): string =>
  `${duty}.${at}.${state.replaceAll(' ', '-')}`;

const placesOf = (duty: DutyName): readonly (string | undefined)[] => {
  const { heldAt } = dutyTable[duty];
  return heldAt.length === 0 ? [undefined] : Object.keys(tree).filter((id) => heldAt.includes(tree[id]?.[0] ?? 'unit'));
};
export const holdings = (state: Holding['state']): readonly Holding[] =>
  dutyNames.flatMap((duty) => placesOf(duty).map((at) => ({ duty, at, state })));
const isForBranches = (duty: DutyName): boolean => duty === 'rater' || duty === 'verifier';

export const problemOf = (id: string): string => derivedId('problem', 'of', id);
export const drawOf = (id: string): string => `draw.${id}`;
export const inspectionOf = (id: string): string => `inspection.${id}`;
export const revocationOf = (id: string): string => `revocation.${id}`;
export const dutyOf = (id: string): string => derivedId('duty', 'of', id);
export const basis = { documentNo: '组〔2026〕3号' };

/** The services with that tree, with a problem, a draw, a revocation and a duty of each organization, and every duty held by somebody at each. */
export function dutyWorld(): () => Doors {
  let opened: Doors | undefined;
  const doors = (): Doors => {
    if (!opened) throw new Error('the services do not run yet');
    return opened;
  };
  beforeAll(async () => {
    opened = await openDoors(() => NOW);
    for (const [id, [kind, parentId]] of Object.entries(tree)) {
      const data = { organizationId: id, code: id, kind, name: `组织${id}`, effectiveOn: '2020-01-01', findings: [] };
      await opened.record(organizationStream(id), {
        type: 'OrganizationRegistered',
        data: { ...data, ...(parentId !== undefined && { parentId }) },
      });
      await aboutOf(opened, id);
      await drawFrom(opened, id);
      await inspect(opened, {
        inspectionId: inspectionOf(id),
        organizationId: id,
        bodyId: 'C',
        team: ['p-1', 'p-2'],
        on: YESTERDAY,
      });
      await revocationFor(opened, id);
    }
    await opened.record(organizationStream('X'), {
      type: 'OrganizationDissolved',
      data: { organizationId: 'X', effectiveOn: YESTERDAY, reason: '撤并', findings: [] },
    });
    for (const state of ['held', 'ended yesterday', 'over since yesterday', 'from tomorrow'] as const)
      for (const holding of holdings(state)) await (holding.duty === 'inspector' ? appoint : assign)(opened, holding);
    await opened.ready();
  });
  afterAll(() => doors().stop());
  return doors;
}

/** A problem of an organization, and a duty that is held there. */
async function aboutOf(doors: Doors, id: string): Promise<void> {
  await doors.record(problemStream(problemOf(id)), {
    type: 'ProblemIdentified',
    data: {
      problemId: problemOf(id),
      organizationId: id,
      aspect: 'organization-setup',
      item: '1.1',
      openBy: '2026-03-20',
      source: { kind: 'inspection', reference: id },
      effectiveOn: YESTERDAY,
    },
  });
  await doors.record(dutyStream(`of.${id}`), {
    type: 'DutyProposed',
    data: {
      personId: `of.${id}`,
      dutyId: dutyOf(id),
      duty: 'auditor',
      organizationId: id,
      from: TODAY,
      basis,
      proposerId: 'p-1',
    },
  });
}

/** A draw from the branches under an organization. */
async function drawFrom(doors: Doors, id: string): Promise<void> {
  await doors.record(drawStream(drawOf(id)), {
    type: 'DrawAnnounced',
    data: {
      drawId: drawOf(id),
      under: id,
      effectiveOn: YESTERDAY,
      bodies: ['C', 'W'],
      sample: 1,
      commitBy: TOMORROW,
      branches: 1,
      populationHash: '8'.repeat(64),
      strata: [{ stratum: 'none|none|24+', of: 1 }],
      excluded: [],
      checkpointRule: 'first-row-at-or-after-deadline',
    },
  });
}

/** Which organization whoever inspects for a body has to inspect: a branch, or what branches stand under. */
const inspectedFor: Readonly<Record<string, string>> = { P: 'B', C: 'O', W: 'B', V: 'E', X: 'Y' };

/** The organizations that a duty is held for alone; undefined: for all under its own. */
export function heldFor({ duty, at = '' }: Omit<Holding, 'state'>): string[] | undefined {
  if (duty === 'inspector') return [inspectedFor[at] ?? ''];
  return isForBranches(duty) ? ['B', 'Y'] : undefined;
}

/** The duty of an inspector begins and ends with an inspection: thirty days after its conclusion, or with its cancellation. */
async function appoint(doors: Doors, holding: Holding): Promise<void> {
  const { at = '', state } = holding;
  const personId = personOf(holding);
  const one: Inspecting = {
    inspectionId: `by.${personId}`,
    organizationId: inspectedFor[at] ?? '',
    bodyId: at,
    team: [personId, 'p-8'],
    on: state === 'from tomorrow' ? TOMORROW : '2026-01-01',
  };
  const end = {
    held: [],
    'from tomorrow': [],
    'ended yesterday': [concluded(one, addDays(YESTERDAY, -31))],
    'over since yesterday': [cancelled(one, YESTERDAY)],
  };
  await inspect(doors, one, ...end[state]);
}

/** A revocation of a designation of an organization. */
async function revocationFor(doors: Doors, id: string): Promise<void> {
  const finding = { inspectionId: 'I1', findingId: derivedId('finding', id), says: '台账不全' };
  await doors.record(revocationStream(revocationOf(id)), {
    type: 'RevocationProposed',
    data: {
      revocationId: revocationOf(id),
      programmeId: 'N',
      organizationId: id,
      level: 'committee',
      programmeKind: 'party-building-site',
      effectiveOn: YESTERDAY,
      designatedOn: '2021-07-01',
      grounds: [{ ground: 'poor-effect', findings: [finding] }],
      facts: '创建停滞',
      inspectors: ['p-1'],
      bodyId: 'W',
      decideBy: '2026-04-30',
    },
  });
}

async function assign(doors: Doors, holding: Holding): Promise<void> {
  const { duty, at, state } = holding;
  const personId = personOf(holding);
  const dutyId = derivedId('duty', personId);
  const branchIds = heldFor(holding);
  const until = state === 'over since yesterday' ? YESTERDAY : branchIds && '2026-12-31';
  const held = {
    ...(at !== undefined && { organizationId: at }),
    ...(until !== undefined && { until }),
    ...(branchIds && { branchIds }),
  };
  const from = state === 'from tomorrow' ? TOMORROW : '2026-01-01';
  await doors.record(
    dutyStream(personId),
    { type: 'DutyAssigned', data: { personId, dutyId, duty, from, basis, confirmerId: 'p-9', ...held } },
    ...(state === 'ended yesterday'
      ? [{ type: 'DutyEnded' as const, data: { personId, dutyId, effectiveOn: YESTERDAY, reason: '调离' } }]
      : []),
  );
}
