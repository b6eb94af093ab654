import { describe, expect, it } from '@jest/globals';
import { shippedYears } from '@zhibu/organization/calendar';
import { commandContract } from '@zhibu/contracts';
import { addDays, type Day, daysBetween, derivedId } from '@zhibu/kernel';
import { CORRECTIONS, DETERMINATION } from './decision.commands.ts';
import { type Fate, fateOf, type ListedProblem, remediationFates, SHARES } from './fate.rules.ts';
import { lastPeriod } from './moving.rules.ts';
import type { Stage } from './stage.rules.ts';
import { closingDay, inventedYears, WorkingDaysOfYears } from './working-year.rules.ts';
import { calendarStages, type Known, yearOf } from './year.ts';

const BRANCHES = Array.from({ length: 60 }, (_, index) => `990100-SZGW-${String(index + 1).padStart(3, '0')}-B001`);
const ITEMS = Array.from({ length: 30 }, (_, index) => `${Math.floor(index / 5) + 1}.${(index % 5) + 1}`);

function planningOn(madeOn: Day) {
  const period = lastPeriod(madeOn);
  const shipped = shippedYears();
  const working = new WorkingDaysOfYears([...shipped, ...inventedYears(shipped, period, madeOn)]);
  const closedOn = closingDay(period, working);
  return { occasion: { committee: '990100-SZGW', city: '990100', period, closedOn, madeOn }, working };
}

function knownOn({ occasion: { closedOn, madeOn } }: ReturnType<typeof planningOn>): Known {
  const found = (organization: string, item: string, rest: Partial<ListedProblem> = {}): ListedProblem => ({
    id: derivedId('problem', organization, item),
    organization,
    aspect: 'organization-setup',
    item,
    identifiedOn: closedOn,
    source: 'grading',
    ...rest,
  });
  return {
    problems: [
      ...BRANCHES.flatMap((branch) => ITEMS.map((item) => found(branch, item))),
      ...BRANCHES.slice(40).map((branch) => found(branch, 'G1', { aspect: 'other' })),
      ...BRANCHES.slice(30).map((branch) =>
        found(branch, 'funds', { aspect: 'five-basics', source: 'data-match', identifiedOn: madeOn }),
      ),
    ],
    remediated: [...BRANCHES.slice(10, 36), DETERMINATION.branch],
    ratings: CORRECTIONS.map(({ branch, item }) => ({ branch, item, rater: 'superior', deduction: '3', bonus: '' })),
  };
}

const yearOn = (madeOn: Day) => {
  const planning = planningOn(madeOn);
  return yearOf(knownOn(planning), planning);
};

interface Sent {
  readonly name: string;
  readonly stream: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const sentIn = (stages: readonly Stage[]): readonly Sent[] =>
  stages.flatMap(({ commands }) => commands.map(({ name, stream, data }) => ({ name, stream, data: { ...data } })));
const everything = (madeOn: Day): readonly Sent[] => {
  const { problems, common, remediations, decisions } = yearOn(madeOn);
  return [problems, common, remediations, decisions].flatMap((stages) => sentIn(stages));
};
const dayOf = ({ data }: Sent): Day | undefined =>
  typeof data['effectiveOn'] === 'string' ? data['effectiveOn'] : undefined;

/** Made on the first possible day, in a holiday, in winter, and as late as the same period lasts. */
const DAYS = ['2026-10-31', '2026-11-28', '2027-02-12', '2027-10-07', '2027-10-30', '2027-10-31', '2028-02-29'];

describe('a year after the closing', () => {
  it('is the same for whoever plans it on the same day, and has no command twice', () => {
    expect(yearOn('2026-11-28')).toEqual(yearOn('2026-11-28'));
    const ids = Object.values(yearOn('2026-11-28'))
      .flat()
      .flatMap(({ commands }: Stage) => commands.map(({ commandId }) => commandId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(DAYS)('made on %s has commands that their contracts take', (madeOn) => {
    const wrong = everything(madeOn).filter(({ name, data }) => !commandContract(name)?.schema.safeParse(data).success);
    expect(wrong).toEqual([]);
  });

  it.each(DAYS)(
    'made on %s lies after the closing and not after that day, each step after the one before',
    (madeOn) => {
      const { closedOn } = planningOn(madeOn).occasion;
      const streams = Map.groupBy(
        everything(madeOn).filter(({ name }) => name !== 'ReviseGrade' && name !== 'SubmitRating'),
        ({ stream }) => stream,
      );
      const wrong = [...streams.values()].filter((steps) => {
        const days = steps.flatMap((step) => dayOf(step) ?? []);
        // What was found at the closing begins after it; a common problem is declared and found on one day.
        const since = steps[0]?.name === 'DeclareCommonProblem' ? addDays(days[0] ?? '', -1) : closedOn;
        return days.some((day, index) => day <= (days[index - 1] ?? since) || day > madeOn);
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each(DAYS)('made on %s has due dates within what a rectification may have', (madeOn) => {
    const wrong = everything(madeOn).filter(({ name, data }) => {
      if (name !== 'OpenRectification') return false;
      const days = daysBetween(String(data['effectiveOn'] ?? madeOn), String(data['dueOn']));
      return days < 0 || days > ('basis' in data ? 180 : 90);
    });
    expect(wrong).toEqual([]);
  });

  it.each(DAYS)(
    'made on %s reports on no remediation twice in the same words, which would record nothing',
    (madeOn) => {
      const said = sentIn(yearOn(madeOn).remediations).flatMap(({ name, stream, data }) =>
        name === 'ReportRemediation' ? [`${stream} ${String(data['says'])}`] : [],
      );
      expect(new Set(said).size).toBe(said.length);
    },
  );

  it('has some overdue for each of the three levels, and none that nobody ordered among them', () => {
    const steps = Map.groupBy(sentIn(yearOn('2026-11-28').problems), ({ stream }) => stream);
    const late = [...steps.values()].flatMap((own) => {
      const last = own.at(-1);
      const days = last?.name === 'OpenRectification' ? daysBetween(String(last.data['dueOn']), '2026-11-28') : 0;
      return days > 0 ? [days] : [];
    });
    expect(late.filter((days) => days < 7).length).toBeGreaterThan(0);
    expect(late.filter((days) => days >= 7 && days < 30).length).toBeGreaterThan(0);
    expect(late.filter((days) => days >= 30).length).toBeGreaterThan(0);
  });

  it('is sent by persons who are referred to, the verifier another than who reported', () => {
    for (const { by } of Object.values(yearOn('2026-11-28')).flat())
      expect(by).toMatchObject({
        actor: expect.stringMatching(/^P-[\w-]+-0[12]$/),
        actingFor: expect.stringMatching(/^990100/),
      });
  });
});

describe('what becomes of problems', () => {
  const problems = Array.from({ length: 5000 }, (_, index) => index);

  it('follows their shares, which sum to one', () => {
    expect(SHARES.reduce((sum, [, share]) => sum + share, 0)).toBeCloseTo(1, 10);
    const counts = new Map<Fate, number>();
    for (const index of problems) {
      const id = derivedId('problem', String(index));
      const fate = fateOf({ id, organization: 'B', aspect: 'a', item: 'i', identifiedOn: '', source: '' }, new Set());
      counts.set(fate, (counts.get(fate) ?? 0) + 1);
    }
    for (const [fate, share] of SHARES) {
      expect((counts.get(fate) ?? 0) / problems.length).toBeGreaterThan(share / 2);
      expect((counts.get(fate) ?? 0) / problems.length).toBeLessThan(share * 2);
    }
  });
});

describe('remediations', () => {
  const planning = planningOn('2026-11-28');
  const { problems, remediated } = knownOn(planning);
  const fates = remediationFates(remediated, problems, planning.occasion);

  it('are accepted only where no problem was found since the closing, and one is continued', () => {
    const later = new Set(
      problems.filter(({ source }) => source === 'data-match').map(({ organization }) => organization),
    );
    for (const [branch, fate] of fates) expect(fate !== 'ongoing' && later.has(branch)).toBe(false);
    const count = (asked: string): number => [...fates.values()].filter((fate) => fate === asked).length;
    expect([count('confirmed'), count('accepted'), count('continued'), count('unreported')]).toEqual([7, 2, 1, 1]);
  });

  it('are accepted each after a follow-up on site that was scheduled and concluded before, by another stage', () => {
    const stages = yearOn('2026-11-28').remediations.map((stage) => sentIn([stage]));
    const placeOf = (name: string, inspectionId: unknown): number =>
      stages.findIndex((sent) => sent.some((one) => one.name === name && one.data['inspectionId'] === inspectionId));
    const accepted = sentIn(yearOn('2026-11-28').remediations).filter(({ name }) => name === 'AcceptRemediation');
    expect(accepted).toHaveLength(9);
    for (const { data } of accepted) {
      const concluded = placeOf('ConcludeInspection', data['inspectionId']);
      expect(placeOf('ScheduleInspection', data['inspectionId'])).toBe(concluded);
      expect(concluded).toBeGreaterThanOrEqual(0);
      expect(placeOf('AcceptRemediation', data['inspectionId'])).toBeGreaterThan(concluded);
    }
  });

  it('that are accepted leave none of their branches’ problems to the committee', () => {
    const { problems: sent } = yearOn('2026-11-28');
    const closed = new Set(sentIn(sent).flatMap(({ name, stream }) => (name === 'CloseProblem' ? [stream] : [])));
    const accepted = [...fates].flatMap(([branch, fate]) =>
      fate === 'confirmed' || fate === 'accepted' ? [branch] : [],
    );
    const own = problems.filter(({ organization }) => accepted.includes(organization));
    expect(own.filter(({ id }) => !closed.has(`problem-${id}`))).toEqual([]);
  });
});

describe('the calendars of the demonstration', () => {
  it.each([
    ['2026-11-28', []],
    ['2027-10-30', ['2027']],
    ['2028-10-31', ['2027', '2028']],
  ])('made on %s are invented for %j, the years that do not ship, and say so', (madeOn, years) => {
    const invented = inventedYears(shippedYears(), lastPeriod(madeOn), madeOn);
    expect(invented.map(({ year }) => year)).toEqual(years);
    for (const { basis, holidays, checked } of invented) {
      expect([basis.documentNo, ...holidays.map(({ says }) => says)].every((text) => text.includes('虚构'))).toBe(true);
      expect(checked).toBe(false);
    }
    const sent = sentIn(calendarStages(invented, planningOn(madeOn)));
    expect(sent.every(({ name, data }) => commandContract(name)?.schema.safeParse(data).success)).toBe(true);
  });

  it.each([
    ['2025', '2026-01-28'],
    ['2022', '2023-01-28'],
    ['2023', '2024-01-26'],
    ['2024', '2025-01-27'],
    ['2030', '2031-01-28'],
  ])('close the round of %s on %s, a working day', (period, day) => {
    expect(closingDay(period, new WorkingDaysOfYears(shippedYears()))).toBe(day);
  });
});
