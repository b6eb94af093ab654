import { expect, it } from '@jest/globals';
import { PassingFailure } from '@zhibu/database';
import { editionPublished, type Fact, graded, registered, roundClosed } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';

// More than the door takes at once: each of them lost two items, and every tenth is lagging.
const BRANCHES = Array.from({ length: 300 }, (_, index) => `B${index}`);
const LAGGING = BRANCHES.filter((_, index) => index % 10 === 0);
const standingOf = (branchId: string) => (LAGGING.includes(branchId) ? 'lagging' : 'ordinary');
const findings = [
  { item: '1.1', aspect: 'organization-setup', rater: 'superior', pointsLost: '4' },
  { item: '4.1', aspect: 'organizational-life', rater: 'superior', pointsLost: '4' },
];
const reassessed = (branchId: string): Fact =>
  graded(branchId, 'GradeReassessed', standingOf(branchId), { findings, effectiveOn: '2023-05-01' });

const worldNow = freshWorld(
  editionPublished(),
  registered('W', 'work-committee'),
  registered('U', 'unit', 'W'),
  ...BRANCHES.map((branchId) => graded(branchId, 'BranchGraded', standingOf(branchId), { findings })),
);

/** The process ends once it has carried out so many commands of what is answered; the next one begins where the feed stands. */
async function endedAfter(world: World, commands: number): Promise<void> {
  const handle = world.door.handle.bind(world.door);
  let left = commands;
  world.door.handle = async (requests, ...by) => {
    const done = requests.slice(0, left);
    left -= done.length;
    const outcomes = await handle(done, ...by);
    if (done.length < requests.length) throw new PassingFailure('the process ends');
    return outcomes;
  };
  await expect(world.settle()).rejects.toThrow('the process ends');
  world.door.handle = handle;
}

const told = async (world: World): Promise<readonly unknown[]> =>
  (await world.log('rectification')).map(({ id, type, stream }) => [stream, type, id]).sort();

it.each([1, 500, 629])(
  'goes on with a closing that names 600 problems where a restart after %i commands left it, and doubles none',
  async (commands) => {
    const world = worldNow();
    await world.record(roundClosed(...LAGGING));
    await endedAfter(world, commands);
    expect(await told(world)).toHaveLength(commands);
    await world.settle();
    const { problems, remediations } = await world.openDuties();
    expect([problems.length, remediations.length]).toEqual([600, LAGGING.length]);
    expect(await told(world)).toHaveLength(600 + LAGGING.length);
  },
);

it.each([300, 600])(
  'confirms once what is found again together with the closing, restarted after %i commands',
  async (commands) => {
    const world = worldNow();
    await world.record(roundClosed(...LAGGING), ...BRANCHES.slice(0, 150).map(reassessed));
    await endedAfter(world, commands);
    await world.settle();
    const types = (await world.log('rectification')).map(({ type }) => type);
    const count = (type: string): number => types.filter((one) => one === type).length;
    expect([count('ProblemIdentified'), count('ProblemConfirmedAgain')]).toEqual([600, 300]);
  },
);
