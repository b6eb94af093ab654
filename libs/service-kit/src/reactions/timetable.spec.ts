import { expect, it } from '@jest/globals';
import { eventually } from '@zhibu/feed/testing';
import { Refusal } from '@zhibu/kernel';
import type { DoorOutcome } from '../doors/command-door.ts';
import type { Door } from './reaction.ts';
import { type DueCommand, joinedTimetable, Timekeeper } from './timetable.adapter.ts';

const command = (commandId: string): DueCommand => ({
  commandId,
  name: 'Escalate',
  data: { problemId: '00000000-0000-5000-8000-000000000001', level: 'branch-secretary', dueVersion: 1 },
});

class RecordingDoor implements Door {
  readonly taken: unknown[] = [];
  failing = 0;

  async handle(requests: readonly unknown[]): Promise<readonly DoorOutcome[]> {
    if (this.failing > 0) {
      this.failing -= 1;
      throw new Error('the database is away');
    }
    this.taken.push(...requests);
    return requests.map(() => ({ commandId: 'c', refusal: new Refusal('ESCALATION_NOT_DUE') }));
  }
}

it('sends what is due at once when it starts, again when more is due, each once a look', async () => {
  const door = new RecordingDoor();
  const due = [[command('1'), command('2')], [command('2'), command('3')], [command('3')]];
  const keeper = new Timekeeper({
    timetable: { name: 'test', alreadySo: ['ESCALATION_NOT_DUE'], due: async () => due.shift() ?? [] },
    door,
    everyMs: 3_600_000,
  });
  keeper.onApplicationBootstrap();
  await eventually(() => expect(due).toEqual([]));
  await keeper.onModuleDestroy();
  expect(door.taken).toEqual([command('1'), command('2'), command('3')]);
});

it('looks again after a failure', async () => {
  const door = new RecordingDoor();
  door.failing = 2;
  const keeper = new Timekeeper({
    timetable: { name: 'test', alreadySo: ['ESCALATION_NOT_DUE'], due: async () => [command('1')] },
    door,
    everyMs: 1,
  });
  keeper.onApplicationBootstrap();
  await eventually(() => expect(door.taken.length).toBeGreaterThan(0));
  await keeper.onModuleDestroy();
});

it('keeps nothing of one part back for another that cannot tell what is due', async () => {
  const part = (name: string, due: () => Promise<readonly DueCommand[]>) => ({ name, alreadySo: [], due });
  const away = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  const joined = joinedTimetable('test', [part('draws', away), part('inspections', async () => [command('1')])]);
  expect(await joined.due()).toEqual([command('1')]);
});
