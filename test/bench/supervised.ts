import { designationStream, inspectionStream, programmeStream } from '@zhibu/contracts';
import { addDays, type RecordedEvent } from '@zhibu/kernel';
import type { Country } from './country.ts';
import { BASIS, factsOf, numbers, PROVINCE } from './facts.ts';

/** So many of a country's branches have a designation, and so many inspections they have in all. */
export const DESIGNATED = 40_000;
export const INSPECTED = 200_000;
export const programmes = ['demonstration-province', 'demonstration-city'] as const;
const YEARS = 5;
const HOUR = 3_600_000;

interface Step {
  readonly type: string;
  readonly data: object;
  readonly at: number;
}

/**
 * The designations of a country, after the events of its grades in the same log: from before the platform, by two programmes,
 * of every so manyth branch; most were inspected again since, some of them on grace or failed, and some have come to an end.
 */
export function* designationsOf(country: Country, after: bigint): Generator<RecordedEvent> {
  const random = numbers(11);
  const log = new Log(after);
  for (const [index, programmeId] of programmes.entries())
    yield* log.recorded(programmeStream(programmeId), [programmeOf(programmeId, index)]);
  const { branches } = country;
  const count = Math.min(DESIGNATED, branches.length);
  for (let index = 0; index < count; index += 1) {
    const organizationId = branches[Math.floor((index * branches.length) / count)]?.id ?? '';
    const which = index % programmes.length;
    const programmeId = programmes[which] ?? '';
    yield* log.recorded(
      designationStream(programmeId, organizationId),
      designated({ programmeId, organizationId, which }, random),
    );
  }
}

/** The inspections of a country, a few of most branches over five years, most of them concluded. */
export function* inspectionsOf(country: Country): Generator<RecordedEvent> {
  const random = numbers(13);
  const log = new Log(0n);
  const { branches } = country;
  for (let index = 0; index < INSPECTED; index += 1) {
    const inspectionId = `i-${index}`;
    const organizationId = branches[(index * 7) % branches.length]?.id ?? '';
    yield* log.recorded(inspectionStream(inspectionId), inspected({ inspectionId, organizationId }, random));
  }
}

const on = (day: string): number => Date.parse(`${day}T00:00:00.000Z`) + HOUR;

const levels = ['province', 'city'] as const;

function programmeOf(programmeId: string, index: number): Step {
  const data = {
    programmeId,
    bodyId: PROVINCE,
    level: levels[index],
    programmeKind: 'standardization-site',
    title: '示范党支部',
    subjects: ['branch'],
    validityYears: 3,
    noticeWorkingDays: 5,
    cycleMonths: 12,
    effectiveOn: '2019-01-01',
  };
  return { type: 'ProgrammeRegistered', data, at: on('2019-01-01') };
}

function designated(
  {
    programmeId,
    organizationId,
    which,
  }: { readonly programmeId: string; readonly organizationId: string; readonly which: number },
  random: () => number,
): readonly Step[] {
  const fact = { programmeId, organizationId, level: levels[which], programmeKind: 'standardization-site' };
  const since = addDays('2019-06-01', Math.floor(random() * 365));
  const step = (type: string, effectiveOn: string, said: object): Step => ({
    type,
    data: { ...fact, effectiveOn, ...said },
    at: on(effectiveOn),
  });
  const steps = [step('PriorDesignationRecorded', since, { basis: BASIS, source: 'branches.csv' })];
  for (let year = 1; year < YEARS; year += 1) {
    const day = addDays(since, 365 * year);
    const chance = random();
    const seen = { inspectedOn: day, basis: BASIS };
    if (chance < 0.9) steps.push(step('ReinspectionPassed', day, seen));
    else if (chance < 0.95) {
      steps.push(
        step('ReinspectionConditional', day, { ...seen, problems: ['台账不全'], graceUntil: addDays(day, 60) }),
      );
    } else {
      steps.push(step('DesignationExpired', day, { because: 'organization-dissolved' }));
      return steps;
    }
  }
  return steps;
}

function inspected(
  { inspectionId, organizationId }: { readonly inspectionId: string; readonly organizationId: string },
  random: () => number,
): readonly Step[] {
  const visitOn = addDays('2019-03-01', Math.floor(random() * 365 * YEARS));
  const kind = { scope: 'comprehensive', mode: 'on-site', purpose: random() < 0.8 ? 'routine' : 'reinspection' };
  const team = { leaderId: 'P-1', team: ['P-1', 'P-2'] };
  const fact = { inspectionId, organizationId, bodyId: PROVINCE };
  const scheduledOn = addDays(visitOn, -10);
  const scheduled: Step = {
    type: 'InspectionScheduled',
    data: { ...fact, effectiveOn: scheduledOn, ...kind, ...team, visitOn },
    at: on(scheduledOn),
  };
  const chance = random();
  if (chance < 0.05) return [scheduled];
  if (chance < 0.1) {
    const cancelled = {
      ...fact,
      effectiveOn: visitOn,
      because: 'organization-dissolved',
      reason: '党支部已撤销',
      team: team.team,
    };
    return [scheduled, { type: 'InspectionCancelled', data: cancelled, at: on(visitOn) }];
  }
  const concluded = {
    ...fact,
    ...kind,
    ...team,
    effectiveOn: visitOn,
    visitedOn: visitOn,
    outcome: chance < 0.7 ? 'pass' : 'rectify',
    counts: { minor: chance < 0.7 ? 0 : 1, major: 0, grave: 0 },
    findings: [],
    designations: [],
    concludeBy: addDays(visitOn, 14),
  };
  return [scheduled, { type: 'InspectionConcluded', data: concluded, at: on(visitOn) }];
}

/** A log that goes on after a position; stream by stream, which the rebuild does not ask to be in the order of recording. */
class Log {
  private position: bigint;

  constructor(after: bigint) {
    this.position = after;
  }

  *recorded(stream: string, steps: readonly Step[]): Generator<RecordedEvent> {
    for (const [revision, event] of factsOf(stream, steps).events.entries()) {
      this.position += 1n;
      const recordedAt = new Date(steps[revision]?.at ?? 0).toISOString();
      yield { ...event, stream, revision, position: this.position, recordedAt };
    }
  }
}
