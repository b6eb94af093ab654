import { beforeEach, describe, expect, it } from '@jest/globals';
import { addDays, dayOf, derivedId } from '@zhibu/kernel';
import { SYSTEM } from '@zhibu/service-kit';
import { concluded, dissolved, editionPublished, registered } from './testing/facts.ts';
import { freshWorld, type World } from './testing/world.ts';
import { waitingFindings } from './waiting.lookup.ts';

const worldNow = freshWorld(
  editionPublished(),
  registered('C', 'city'),
  registered('W', 'work-committee', 'C'),
  registered('U', 'unit', 'W'),
  registered('B1', 'branch', 'U'),
  registered('B2', 'branch', 'U'),
);
let world: World;
beforeEach(async () => {
  world = worldNow();
});

/** Of an item that no edition holds. */
const finding = (name: string) => ({
  findingId: derivedId('finding', name),
  aspect: 'venue-building',
  item: '6.1',
  says: '场所被占用',
  severity: 'major',
});

/** Looks at the timetable, so many days after everything has arrived. */
async function look(daysAfter: number) {
  world.today = addDays(dayOf(Date.now()), daysAfter);
  const due = await world.timetable.due();
  await world.door.handle(due, SYSTEM);
  return due;
}
const waiting = async (): Promise<readonly string[]> => {
  const { rows } = await world.database.query<{ id: string }>(
    'SELECT organization_id AS id FROM lookup_waiting_finding ORDER BY organization_id',
  );
  return rows.map(({ id }) => id);
};

describe('a finding that waits to be named', () => {
  it('waits no longer than its days where it is of a city, or of who was dissolved before the visit', async () => {
    await world.record(concluded('I1', 'C', [finding('f1')]), concluded('I2', 'B2', [finding('f2')]));
    await world.record(dissolved('B2', '2023-05-01'), concluded('I3', 'B1', [finding('f3')]));
    await world.settle();
    await look(1);
    expect(await waiting()).toEqual(['B1', 'B2', 'C']);
    await look(2);
    expect(await waiting()).toEqual(['B1']);
    await world.settle();
    const named = (await world.log('rectification')).filter(({ type }) => type === 'ProblemIdentified');
    expect(named.map(({ data }) => Reflect.get(data, 'organizationId'))).toEqual(['B1']);
  });

  it('is looked at with so many others at once, those first that came first', async () => {
    await world.record(concluded('I1', 'B1', [finding('f1'), finding('f2'), finding('f3')]));
    await world.settle();
    expect(await waitingFindings(world.database)).toHaveLength(3);
    expect(await waitingFindings(world.database, 2)).toHaveLength(2);
  });

  it('keeps nobody from being told of what is overdue, where it cannot be read', async () => {
    const known = { ...finding('f1'), aspect: 'organization-setup', item: '1.1' };
    await world.record(concluded('I1', 'B1', [known, finding('f2')]));
    await world.settle();
    await world.database.query("UPDATE lookup_waiting_finding SET finding = 'null'");
    expect((await look(60)).map(({ name }) => name)).toContain('Escalate');
  });
});
