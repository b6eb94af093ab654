import { PlatformUnderTest } from '../support/platform.ts';
import { ask, type Question } from './asking.ts';
import { CITIES, cityOf } from './country.ts';
import { PROVINCE } from './facts.ts';
import { fillReadModel } from './filling.ts';
import type { When } from './hand-written.ts';
import type { Bench, Line } from './line.ts';
import { median, ms, percentile, timed, whole } from './measure.ts';
import { DESIGNATED, INSPECTED } from './supervised.ts';
import { any, random, whens } from './whens.ts';

/** A query that takes longer is refused (`DEADLINE_PASSED`), and counts as so long. */
const DEADLINE_MS = 10_000;
const ASKED = { now: { warmUp: 10, counted: 200 }, then: { warmUp: 5, counted: 60 } };
const TO_REACH_MS = { now: 50, then: 500 };

/** What province and cities ask of naming and supervision, beside the grades of a whole country. */
export const supervisionBench: Bench = {
  name: 'supervision',
  measure: async (ground) => {
    const name = `country-${ground.branches}`;
    await ground.filled(name, (connections) => fillReadModel(connections, ground.branches));
    const platform = await PlatformUnderTest.start({ data: ground.folder(name), args: ['--empty'] });
    try {
      const lines: Line[] = [];
      for (const [question, asked] of Object.entries(questions))
        for (const [words, when] of Object.entries(whens))
          lines.push(await measured(platform.url, `${question}, ${words}`, () => asked(when())));
      return lines;
    } finally {
      await platform.stop();
    }
  },
};

const AT = '$under: ID!, $asOf: Date, $knownAt: DateTime';
const MOMENT = 'under: $under, asOf: $asOf, knownAt: $knownAt';
const COUNTS = `query (${AT}) { dashboard(${MOMENT}) { branches designations { level kind status count } revocationsPending } }`;
const DUE = `query (${AT}, $filter: DesignationFilter) { designations(${MOMENT}, filter: $filter, first: 20) {
  totalCount edges { node { organization { code name } programmeTitle status since reinspectionDueOn } } } }`;
const INSPECTIONS = `query (${AT}, $filter: InspectionFilter) { inspections(${MOMENT}, filter: $filter, first: 20) {
  totalCount edges { node { id organization { code name } status visitOn outcome { label } } } } }`;
const FOCUS = `query (${AT}) { focusList(${MOMENT}, first: 20) { totalCount } }`;

const city = (): string => cityOf(Math.floor(random() * CITIES));

const questions: Readonly<Record<string, (when: When) => Question>> = {
  'dashboard.designations under the province': (when) => ({ query: COUNTS, variables: { under: PROVINCE, ...when } }),
  'designations under the province that are due a look': (when) => ({
    query: DUE,
    variables: { under: PROVINCE, filter: { reinspectionDueBy: when.asOf }, ...when },
  }),
  'designations of a city by status': (when) => ({
    query: DUE,
    variables: { under: city(), filter: { status: any(['designated', 'conditional']) }, ...when },
  }),
  'inspections under the province by status': (when) => ({
    query: INSPECTIONS,
    variables: { under: PROVINCE, filter: { status: any(['scheduled', 'concluded']) }, ...when },
  }),
  'inspections of a city by purpose': (when) => ({
    query: INSPECTIONS,
    variables: { under: city(), filter: { purpose: 'reinspection' }, ...when },
  }),
  'the focus list of the province': (when) => ({ query: FOCUS, variables: { under: PROVINCE, ...when } }),
};

async function answered(url: string, question: Question): Promise<number> {
  try {
    return await timed(() => ask(url, question));
  } catch (error) {
    if (String(error).includes('DEADLINE_PASSED')) return DEADLINE_MS;
    throw error;
  }
}

async function measured(url: string, question: string, next: () => Question): Promise<Line> {
  const isThen = question.includes('known');
  const { warmUp, counted } = isThen ? ASKED.then : ASKED.now;
  const spent: number[] = [];
  for (let index = 0; index < warmUp + counted; index += 1) {
    const asked = next();
    const took = await answered(url, asked);
    if (index >= warmUp || took === DEADLINE_MS) spent.push(took);
    // What is refused once is asked no more: each would hold the database for as long.
    if (took === DEADLINE_MS) break;
  }
  const p99 = percentile(spent, 99);
  const limit = isThen ? TO_REACH_MS.then : TO_REACH_MS.now;
  return {
    line: `${question} (${whole(DESIGNATED)} designations, ${whole(INSPECTED)} inspections)`,
    figure: `p99 ${ms(p99)}, median ${ms(median(spent))} by GraphQL over HTTP`,
    against: '–',
    toReach: `p99 < ${limit} ms`,
    reached: p99 < limit,
  };
}
