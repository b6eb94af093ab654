import { describe, expect, it } from '@jest/globals';
import { shippedYears } from '@zhibu/organization/calendar';
import { commandContract } from '@zhibu/contracts';
import { commitmentOf } from '@zhibu/draw';
import { drawIdOf, stepOfAnnouncement, stepsOfBodies } from './draw.commands.ts';
import { APPEALED, REVOKED, stepsOfInspection, stepsOfRevocation, VISITS } from './inspection.commands.ts';
import { FOLLOW_UPS, stepOfPlan } from './plan.commands.ts';
import type { Stage } from './stage.rules.ts';
import { inspectionStages } from './supervising.ts';
import { WorkingDaysOfYears } from './working-year.rules.ts';

const on = '2026-11-30';
const supervising = {
  occasion: { committee: '990100-SZGW', city: '990100', period: '2025', closedOn: '2026-01-28', madeOn: on },
  working: new WorkingDaysOfYears(shippedYears()),
  on,
  programmes: new Map(VISITS.map(({ branch }) => [branch, 'P-1'])),
};
const HASH = 'ab'.repeat(32);
const inspections = VISITS.flatMap((visit) => stepsOfInspection(visit, supervising));
const revocations = [REVOKED, APPEALED].flatMap((visit) => stepsOfRevocation(visit, supervising));
const planned = stepOfPlan(supervising);
const drawing = [stepOfAnnouncement(supervising), ...stepsOfBodies(HASH, supervising)];
const sent = (stages: readonly Stage[]): readonly string[] =>
  stages.flatMap(({ commands }) => commands.map(({ commandId }) => commandId));

describe('the supervision of the demonstration', () => {
  it('has commands that their contracts take, and none twice', () => {
    // As they are sent: what is undefined is left out.
    const read = (data: object): unknown => JSON.parse(JSON.stringify(data));
    const wrong = [planned, ...drawing, ...inspections, ...revocations].filter(
      ({ name, data }) => !commandContract(name)?.schema.safeParse(read(data)).success,
    );
    expect(wrong).toEqual([]);
    const ids = sent(inspectionStages(supervising));
    expect(ids).toHaveLength(inspections.length + revocations.length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('inspects for the work committee under the items of its plan alone', () => {
    const items = Object(planned.data).items.map(({ itemId }: { itemId: string }) => itemId);
    const named = inspections.flatMap(({ by, data }) =>
      'planItem' in data && by.actingFor === supervising.occasion.committee ? [data.planItem] : [],
    );
    expect(named).toHaveLength(8);
    expect(items).toEqual(expect.arrayContaining([...new Set(named), FOLLOW_UPS]));
  });

  it('is the same when it is taken up again', () => {
    expect(inspectionStages({ ...supervising })).toEqual(inspectionStages(supervising));
    expect(stepsOfBodies(HASH, { ...supervising })).toEqual(stepsOfBodies(HASH, supervising));
    expect(drawIdOf(supervising)).toBe('抽取-2026-1');
  });

  it('keeps the order of each inspection and of the case that rests on it', () => {
    const names = inspectionStages(supervising).flatMap(({ commands }) =>
      commands.flatMap(({ name, stream }) => (stream.includes(APPEALED.branch) || stream.endsWith('-2') ? name : [])),
    );
    expect(names).toEqual([
      'ScheduleInspection',
      ...Array.from({ length: 3 }, () => 'RecordFinding'),
      'RecordSpotCheck',
      'ConcludeInspection',
      'IssueNotice',
      'ProposeRevocation',
      'NotifyBranch',
      'SubmitStatement',
      'DecideRevocation',
      'LodgeAppeal',
    ]);
  });

  it('has a revocation decided by another hand than proposed it, and than inspected', () => {
    const actors = (name: string) =>
      [...inspections, ...revocations].flatMap((one) => (one.name === name ? one.by.actor : []));
    for (const decider of actors('DecideRevocation'))
      expect([...actors('ProposeRevocation'), ...actors('ConcludeInspection')]).not.toContain(decider);
  });

  it('commits two bodies by two persons, each to what it then reveals', () => {
    const of = (name: string) =>
      drawing.filter((one) => one.name === name).map(({ by, data }) => ({ by, ...Object(data) }));
    const committed = of('CommitSeed');
    expect(new Set(committed.map(({ by }) => by.actor)).size).toBe(2);
    for (const { bodyId, nonce } of of('RevealSeed'))
      expect(committed).toContainEqual(
        expect.objectContaining({
          bodyId,
          commitment: commitmentOf(Buffer.from(HASH, 'hex'), bodyId, Buffer.from(nonce, 'hex')),
        }),
      );
  });
});
