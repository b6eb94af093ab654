import type { CommandNamed, DrawEvent } from '@zhibu/contracts';
import { commitmentOf, freezePopulation } from '@zhibu/draw';
import type { Sent } from '@zhibu/kernel';
import type { AnnouncementFacts } from '../draw/announcement.decider.ts';
import type { InstantFacts } from '../draw/seed.decider.ts';

/** Ten branches of the work committee W, drawn from by the city C and W itself. */
export const population = freezePopulation({
  draw: 'D1',
  sample: 2,
  bodies: ['C', 'W'],
  branches: Array.from({ length: 10 }, (_, index) => [`B${index}`, index < 5 ? 'none|leading|24+' : 'none|none|24+']),
  excluded: [['B10', 'under-reorganization']],
});
export const populationHash = population.hash.toString('hex');

/** Nonces that nobody would take, and their commitments. */
export const nonces = { C: '11'.repeat(32), W: '22'.repeat(32) } as const;
export type BodyId = keyof typeof nonces;
export const commitmentsOf = (bodyId: BodyId): string =>
  commitmentOf(population.hash, bodyId, Buffer.from(nonces[bodyId], 'hex'));

export const announce: CommandNamed<'AnnounceDraw'> = {
  name: 'AnnounceDraw',
  data: {
    drawId: 'D1',
    under: 'W',
    bodies: ['W', 'C'],
    sample: 2,
    commitBy: '2023-06-05',
    excluded: [{ because: 'under-reorganization', branchIds: ['B10'] }],
  },
};

/** On 1 June 2023, for an organization. */
export const actingFor = (organizationId: string, today = '2023-06-01'): Sent => ({
  today,
  actor: { personId: 'P-9', role: 'city-office', organizationId },
});
export const at = (organizationId: string, now = '2023-06-01T04:00:00.000Z'): InstantFacts => ({
  ...actingFor(organizationId, now.slice(0, 10)),
  now,
});

export const announcing: AnnouncementFacts = {
  ...actingFor('W'),
  lineage: [
    { id: 'W', kind: 'work-committee' },
    { id: 'C', kind: 'city' },
    { id: 'P', kind: 'province' },
  ],
  strange: [],
  founded: [],
  unvisited: [],
  population: {
    hash: populationHash,
    bodies: ['C', 'W'],
    branches: 10,
    strata: [
      { stratum: 'none|leading|24+', of: 5 },
      { stratum: 'none|none|24+', of: 5 },
    ],
  },
};

const fact = { drawId: 'D1', under: 'W', effectiveOn: '2023-06-01' };
export const revealBy = '2023-06-02T04:00:00.000Z';

export const announced: DrawEvent = {
  type: 'DrawAnnounced',
  data: {
    ...fact,
    bodies: ['C', 'W'],
    sample: 2,
    commitBy: '2023-06-05',
    branches: 10,
    populationHash,
    strata: [
      { stratum: 'none|leading|24+', of: 5 },
      { stratum: 'none|none|24+', of: 5 },
    ],
    excluded: [{ because: 'under-reorganization', count: 1 }],
    checkpointRule: 'first-row-at-or-after-deadline',
  },
};
export const committed = (bodyId: BodyId, last = false): DrawEvent => ({
  type: 'SeedCommitted',
  data: { ...fact, bodyId, commitment: commitmentsOf(bodyId), ...(last && { revealBy }) },
});
export const allCommitted: readonly DrawEvent[] = [announced, committed('C'), committed('W', true)];
export const revealed = (bodyId: BodyId): DrawEvent => ({
  type: 'SeedRevealed',
  data: { ...fact, bodyId, nonce: nonces[bodyId] },
});
export const missed = (bodyId: BodyId): DrawEvent => ({
  type: 'RevealMissed',
  data: { ...fact, effectiveOn: '2023-06-02', bodyId, revealBy },
});
export const drawn = {
  seed: 'ab'.repeat(32),
  checkpoint: null,
  shares: [{ stratum: 'none|leading|24+', of: 5, drawn: 2 }],
  drawn: ['B3', 'B1'],
};
export const completed: DrawEvent = {
  type: 'DrawCompleted',
  data: { ...fact, seed: drawn.seed, shares: drawn.shares, drawn: drawn.drawn },
};
export const voiding = (bodyId: BodyId, type: 'VoidingAgreed' | 'DrawVoided'): DrawEvent => ({
  type,
  data: { ...fact, bodyId, reason: '名单有误' },
});
