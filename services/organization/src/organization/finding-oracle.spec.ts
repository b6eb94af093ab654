import { expect, it } from '@jest/globals';
import { type FindingCode, findingCodes, type OrganizationCommand, type OrganizationEvent } from '@zhibu/contracts';
import { addDays, addMonths, type Day } from '@zhibu/kernel';
import fc from 'fast-check';
import { runs } from '@zhibu/kernel/testing';
import {
  confirmed,
  dissolved,
  elected,
  extended,
  members,
  registration,
  underUnit,
  vacated,
} from '../testing/sample.ts';
import { organizationDecider } from './organization.decider.ts';
import { initialOrganization, type OrganizationState } from './organization.state.ts';

/** The naive oracle: lives through every day and asks, from the bare commands, what the regulation says on it. */
interface Said {
  readonly on: Day;
  readonly command: OrganizationCommand;
}

/** Of what was said for a day or before, the latest; of one day, what was said last. */
function lastSaid(said: readonly Said[], names: readonly OrganizationCommand['name'][], day: Day): Said | undefined {
  let last: Said | undefined;
  for (const one of said) {
    if (names.includes(one.command.name) && one.on <= day && (!last || one.on >= last.on)) last = one;
  }
  return last;
}

type DataOf<Name extends OrganizationCommand['name']> = Extract<OrganizationCommand, { readonly name: Name }>['data'];

/** The codes whose breach is true. */
const breached = (breaches: Partial<Record<FindingCode, boolean>>): readonly FindingCode[] =>
  findingCodes.filter((code) => breaches[code]);

/** The last report of members; NaN, which is neither more nor less than anything, where nobody reported any. */
function membersOn(said: readonly Said[], day: Day): { readonly full: number; readonly all: number } {
  const report = lastSaid(said, ['ReportMembership'], day)?.command.data as DataOf<'ReportMembership'> | undefined;
  return report
    ? { full: report.fullMembers, all: report.fullMembers + report.probationaryMembers }
    : { full: NaN, all: NaN };
}

function memberFindings(said: readonly Said[], day: Day): readonly FindingCode[] {
  const { full, all } = membersOn(said, day);
  const election = lastSaid(said, ['RecordElection'], day)?.command.data as DataOf<'RecordElection'> | undefined;
  const size = election?.committeeSize ?? NaN;
  return breached({
    'too-few-members': full < 3,
    'too-many-members': all > 50,
    'committee-missing': size === 0 && full >= 7,
    'committee-size': size > 7 || ([1, 2].includes(size) && full >= 7),
  });
}

function termFindings(said: readonly Said[], day: Day): readonly FindingCode[] {
  const election = lastSaid(said, ['RecordElection'], day);
  if (!election) return [];
  const { termYears = 3 } = election.command.data as DataOf<'RecordElection'>;
  const anniversary = addMonths(election.on, 12 * termYears);
  const extension = lastSaid(
    said.filter((one) => one.on >= election.on),
    ['ExtendTerm'],
    day,
  )?.command.data as DataOf<'ExtendTerm'> | undefined;
  const [, end = anniversary] = [anniversary, extension?.until ?? anniversary].sort();
  return breached({
    'term-over': day >= end,
    'election-due': day < end && day >= addMonths(end, -6),
    'extension-too-long': end > addMonths(anniversary, 12),
    'result-unconfirmed': day > addDays(election.on, 30),
  });
}

function isVacant(said: readonly Said[], day: Day): boolean {
  return lastSaid(said, ['ConfirmSecretary', 'VacateSecretary'], day)?.command.name === 'VacateSecretary';
}

const opened = '2018-03-31';
const days = Array.from({ length: 2_100 }, (_, index) => addDays(opened, index));

/** Every day of the years in question, with the findings that stand on it. */
function everyDay(said: readonly Said[]): ReadonlyMap<Day, readonly FindingCode[]> {
  const findings = new Map<Day, readonly FindingCode[]>();
  const end = said.find((one) => one.command.name === 'DissolveOrganization')?.on;
  let vacantSince: Day | undefined;
  for (const day of days) {
    vacantSince = isVacant(said, day) ? (vacantSince ?? day) : undefined;
    const vacancy = breached({ 'secretary-vacant': day > addMonths(vacantSince ?? day, 3) });
    const over = end !== undefined && day >= end;
    findings.set(day, over ? [] : [...memberFindings(said, day), ...termFindings(said, day), ...vacancy].sort());
  }
  return findings;
}

const day = fc.integer({ min: 0, max: 1_200 }).map((offset) => addDays(opened, offset));
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const memberReport = fc
  .tuple(day, fc.integer({ min: 0, max: 55 }), fc.integer({ min: 0, max: 5 }))
  .map(([on, full, probationary]) => members(on, full, probationary));
const election = fc
  .tuple(day, maybe(fc.constantFrom(1, 2)), maybe(fc.integer({ min: 0, max: 9 })))
  .map(([on, termYears, committeeSize]) =>
    elected(on, {
      ...(termYears === undefined ? {} : { termYears }),
      ...(committeeSize === undefined ? {} : { committeeSize }),
    }),
  );
const extension = fc
  .tuple(day, fc.integer({ min: 1, max: 1_000 }))
  .map(([on, later]) => extended(on, addDays(on, later)));
const secretary = day.chain((on) => fc.constantFrom(confirmed(on), vacated(on)));

/** Sends the commands in this order; those refused or idle are left out of what was said. */
function live(commands: readonly OrganizationCommand[]): {
  said: readonly Said[];
  last: OrganizationEvent | undefined;
} {
  let state: OrganizationState = initialOrganization;
  const said: Said[] = [];
  let last: OrganizationEvent | undefined;
  for (const command of commands) {
    const [event] = attempt(command, state);
    if (!event) continue;
    state = organizationDecider.evolve(state, event);
    said.push({ on: event.data.effectiveOn, command });
    last = event;
  }
  return { said, last };
}

function attempt(command: OrganizationCommand, state: OrganizationState): readonly OrganizationEvent[] {
  try {
    return organizationDecider.decide(command, state, underUnit);
  } catch {
    return [];
  }
}

/** Reports of these kinds in any order, and perhaps a dissolution. */
const history = (...kinds: readonly fc.Arbitrary<OrganizationCommand>[]) =>
  fc
    .tuple(fc.array(fc.oneof(...kinds), { maxLength: 8 }), maybe(day.map((on) => dissolved(on))))
    .map(([reports, end]) => [registration({ openedOn: opened }), ...reports, ...(end ? [end] : [])]);

it.each([
  ['members and committees', history(memberReport, election)],
  ['terms and their extensions', history(election, extension, extension)],
  ['secretaries', history(secretary)],
  ['everything', history(memberReport, election, extension, secretary)],
])('the findings on %s, reported in any order, are those of living through every day', (_title, histories) => {
  fc.assert(
    fc.property(histories, (commands) => {
      const { said, last } = live(commands);
      const findings = last?.data.findings ?? [];
      for (const [on, expected] of everyDay(said)) {
        const found = findings
          .filter(({ from, to }) => from <= on && (to === undefined || on < to))
          .map(({ code }) => code)
          .sort();
        if (found.join() !== expected.join()) expect({ on, found }).toEqual({ on, found: expected });
      }
    }),
    { numRuns: runs(200) },
  );
});
