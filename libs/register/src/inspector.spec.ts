import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dutyStream, type EventNamed, inspectionStream, organizationStream } from '@zhibu/contracts';
import { inTransaction } from '@zhibu/database';
import { type SchemaUnderTest, temporaryDatabase, type TemporaryDatabase } from '@zhibu/database/testing';
import fc from 'fast-check';
import { dutiesHeld, dutyHandlers, inspectorHandlers, registerHandlers, registerMigrations } from './index.ts';

let database: TemporaryDatabase;
let schema: SchemaUnderTest;
beforeAll(async () => {
  database = await temporaryDatabase();
  schema = await database.schema('register', [registerMigrations]);
});
afterAll(() => database.drop());
const empty = async (): Promise<void> => {
  await schema.service.query('DELETE FROM register_duty');
  await schema.service.query('DELETE FROM register_fact');
};
beforeEach(empty);

const placed = <Event extends { readonly type: string }>(event: Event, stream: string, revision = 0) => ({
  ...event,
  id: `${stream} ${revision}`,
  stream,
  revision,
  position: BigInt(revision + 1),
  recordedAt: '2023-01-01T00:00:00.000Z',
  schemaVersion: 1,
  metadata: { commandId: 'c', commandHash: '', correlationId: 'c', actor: { personId: 'P', role: 'operator' } },
});

type Told = EventNamed<keyof typeof inspectorHandlers>;
const about = { inspectionId: 'I-1', organizationId: 'B', bodyId: 'W' };
const kind = { scope: 'special', mode: 'on-site', purpose: 'routine', leaderId: 'P-1' } as const;
const team = (): string[] => ['P-1', 'P-2'];
const scheduled: Told = {
  type: 'InspectionScheduled',
  data: { ...about, ...kind, team: team(), visitOn: '2023-03-20', planItem: '1', effectiveOn: '2023-03-01' },
};
const concluded: Told = {
  type: 'InspectionConcluded',
  data: {
    ...about,
    ...kind,
    team: team(),
    visitedOn: '2023-03-20',
    outcome: 'pass',
    counts: { minor: 0, major: 0, grave: 0 },
    findings: [],
    designations: [],
    concludeBy: '2023-03-27',
    effectiveOn: '2023-03-22',
  },
};
const cancelled: Told = {
  type: 'InspectionCancelled',
  data: { ...about, because: 'body-decided', reason: '计划调整', team: team(), effectiveOn: '2023-03-10' },
};

const keep = (event: Told, revision: number): Promise<void> =>
  inTransaction(schema.service, (transaction) =>
    inspectorHandlers.InspectionScheduled(transaction, [placed(event, inspectionStream('I-1'), revision)]),
  );
const registerBody = (): Promise<void> =>
  inTransaction(schema.service, (transaction) =>
    registerHandlers.OrganizationRegistered(transaction, [
      placed(
        {
          type: 'OrganizationRegistered' as const,
          data: {
            organizationId: 'W',
            code: 'W',
            kind: 'work-committee' as const,
            name: '工委',
            effectiveOn: '2023-01-01',
            findings: [],
          },
        },
        organizationStream('W'),
      ),
    ]),
  );
const assignClerk = (): Promise<void> =>
  inTransaction(schema.service, (transaction) =>
    dutyHandlers.DutyAssigned(transaction, [
      placed(
        {
          type: 'DutyAssigned' as const,
          data: {
            personId: 'P-1',
            dutyId: '00000000-0000-5000-8000-000000000001',
            duty: 'committee-clerk' as const,
            organizationId: 'W',
            from: '2023-01-01',
            basis: { documentNo: '组〔2023〕3号' },
            confirmerId: 'P-9',
          },
        },
        dutyStream('P-1'),
      ),
    ]),
  );

const heldBy = async (personId: string, day: string): Promise<readonly string[]> =>
  (await dutiesHeld(schema.service, personId, day))
    .map(({ duty, organizationId = '', branchIds }) => `${duty} ${organizationId} ${branchIds?.join() ?? 'all'}`)
    .toSorted();
const INSPECTOR = 'inspector W B';

describe('whoever is on the team of an inspection is an inspector of what is inspected alone, at its body', () => {
  it.each([
    ['2023-02-28', concluded, []],
    ['2023-03-01', concluded, [INSPECTOR]],
    // 22 March and thirty days.
    ['2023-04-21', concluded, [INSPECTOR]],
    ['2023-04-22', concluded, []],
    ['2023-03-09', cancelled, [INSPECTOR]],
    ['2023-03-10', cancelled, []],
    ['2024-03-01', undefined, [INSPECTOR]],
  ] as const)('on %s', async (day, end, held) => {
    await registerBody();
    await keep(scheduled, 0);
    if (end) await keep(end, 1);
    expect(await heldBy('P-1', day)).toEqual(held);
    expect(await heldBy('P-2', day)).toEqual(held);
    expect(await heldBy('P-3', day)).toEqual([]);
  });

  it('whichever feed brings its part first, and however often', async () => {
    const deliveries = [registerBody, assignClerk, () => keep(scheduled, 0), () => keep(concluded, 1)];
    const shuffled = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    await fc.assert(
      fc.asyncProperty(shuffled, fc.array(fc.nat(3), { maxLength: 4 }), async (first, again) => {
        await empty();
        for (const index of [...first, ...again]) await deliveries[index]?.();
        expect(await heldBy('P-1', '2023-04-21')).toEqual(['committee-clerk W all', INSPECTOR]);
        expect(await heldBy('P-1', '2023-04-22')).toEqual(['committee-clerk W all']);
        expect(await heldBy('P-2', '2023-04-21')).toEqual([INSPECTOR]);
      }),
      { numRuns: 30 },
    );
  });
});
