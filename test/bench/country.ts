import { gradingStream, organizationStream } from '@zhibu/contracts';
import { addDays, type RecordedEvent } from '@zhibu/kernel';
import { BASIS, decided, edition, factsOf, numbers, PROVINCE, registration, type StreamFacts } from './facts.ts';

export const CITIES = 20;
export const PERIODS = ['2019', '2020', '2021', '2022', '2023'] as const;
const BRANCHES_A_UNIT = 14;
const UNITS_MOVED = 0.03;
const GRADES_REVISED = 0.02;
const MILLISECONDS_BETWEEN_EVENTS = 2;

export const cityOf = (index: number): string => `${PROVINCE}${String(index).padStart(2, '0')}`;
const committeeOf = (city: number): string => `${cityOf(city)}-SZGW`;

/**
 * A province: branches in units in twenty cities, graded every year; every year some units move to another committee
 * and some grades of before are revised. In the order of recording, the year's grades in the February after it.
 */
export class Country {
  readonly branches: readonly { readonly id: string; readonly unit: string }[];
  private readonly units: readonly string[];
  private readonly revisions = new Map<string, number>();
  /** The last decision on each branch. */
  private readonly graded = new Map<string, string>();
  private readonly random = numbers();
  private position = 0n;
  private clock = Date.parse('2019-01-01T00:00:00.000Z');

  constructor(branches: number) {
    this.branches = Array.from({ length: branches }, (_, index) => {
      const unit = `${committeeOf(index % CITIES)}-${String(Math.floor(index / CITIES / BRANCHES_A_UNIT)).padStart(5, '0')}`;
      return { unit, id: `${unit}-B${String(Math.floor(index / CITIES) % BRANCHES_A_UNIT).padStart(3, '0')}` };
    });
    this.units = [...new Set(this.branches.map(({ unit }) => unit))];
  }

  *events(): Generator<RecordedEvent> {
    yield* this.register();
    yield* this.recorded(edition());
    for (const period of PERIODS) {
      this.clock = Date.parse(`${Number(period) + 1}-02-01T00:00:00.000Z`);
      for (const { id } of this.branches) yield* this.grade(id, period, 'BranchGraded');
      for (const unit of this.units) if (this.random() < UNITS_MOVED) yield* this.move(unit, period);
      for (const { id } of this.branches)
        if (this.random() < GRADES_REVISED) yield* this.grade(id, period, 'GradeRevised');
    }
  }

  private *register(): Generator<RecordedEvent> {
    yield* this.registered({ id: PROVINCE, kind: 'province' });
    for (let city = 0; city < CITIES; city += 1) {
      yield* this.registered({ id: cityOf(city), kind: 'city', parentId: PROVINCE });
      yield* this.registered({ id: committeeOf(city), kind: 'work-committee', parentId: cityOf(city) });
    }
    for (const unit of this.units) {
      yield* this.registered({ id: unit, kind: 'unit', parentId: unit.slice(0, committeeOf(0).length) });
      yield* this.registered({ id: `${unit}-JW`, kind: 'organ-committee', parentId: unit });
    }
    for (const { id, unit } of this.branches) {
      // Any day of 34 years: a tally by the day has as many rows as there are such days.
      const openedOn = addDays('1985-01-01', Math.floor(this.random() * 34 * 365));
      yield* this.registered({ id, kind: 'branch', parentId: `${unit}-JW`, openedOn });
    }
  }

  private registered(organization: Parameters<typeof registration>[0]): Generator<RecordedEvent> {
    return this.recorded(factsOf(organizationStream(organization.id), [registration(organization)]));
  }

  private *grade(id: string, period: string, type: 'BranchGraded' | 'GradeRevised'): Generator<RecordedEvent> {
    const chance = this.random();
    const grade = chance < 0.28 ? 'advanced' : chance < 0.97 ? 'general' : 'lagging';
    const data = {
      ...decided(id, period, grade),
      ...(type === 'GradeRevised' ? { reason: '更正', basis: BASIS, corrects: this.graded.get(id) } : {}),
    };
    for (const event of this.recorded(factsOf(gradingStream(id, 'classification', period), [{ type, data }]))) {
      this.graded.set(id, event.id);
      yield event;
    }
  }

  private *move(unit: string, period: string): Generator<RecordedEvent> {
    const parentId = committeeOf(Math.floor(this.random() * CITIES));
    const data = { organizationId: unit, effectiveOn: `${period}-07-01`, parentId, findings: [] };
    yield* this.recorded(factsOf(organizationStream(unit), [{ type: 'OrganizationMoved', data }]));
  }

  private *recorded({ stream, events }: StreamFacts): Generator<RecordedEvent> {
    for (const event of events) {
      const revision = (this.revisions.get(stream) ?? -1) + 1;
      this.revisions.set(stream, revision);
      this.position += 1n;
      this.clock += MILLISECONDS_BETWEEN_EVENTS;
      yield { ...event, stream, revision, position: this.position, recordedAt: new Date(this.clock).toISOString() };
    }
  }
}
