import {
  branchCount,
  branchesUnder,
  childCounts,
  gradeCounts,
  lockedModel,
  openReadModel,
  problemCounts,
  type ReadModel,
  seenByOperator,
} from '@zhibu/gateway';
import type { Connections } from '@zhibu/infra';
import { PlatformUnderTest } from '../support/platform.ts';
import { ask, type Question } from './asking.ts';
import { cityOf, CITIES } from './country.ts';
import { fillReadModel } from './filling.ts';
import { PROVINCE } from './facts.ts';
import { branchesByHand, dashboardByHand, problemsByHand, type When } from './hand-written.ts';
import type { Bench, Line } from './line.ts';
import { median, ms, percentile, timed, times, whole } from './measure.ts';
import { any, random, whens } from './whens.ts';

const SCHEME = 'classification';
const GRADES = ['advanced', 'general', 'lagging'];
const ASKED = { now: { warmUp: 30, counted: 300 }, then: { warmUp: 8, counted: 100 } };

/** The questions of a province's screen, over every branch of it. */
export const dashboardBench: Bench = {
  name: 'dashboard',
  measure: async (ground) => {
    const name = `country-${ground.branches}`;
    await ground.filled(name, (connections) => fillReadModel(connections, ground.branches));
    const platform = await PlatformUnderTest.start({ data: ground.folder(name), args: ['--empty'] });
    try {
      return await ground.on(name, (connections) => measured(connections, platform.url, ground.branches));
    } finally {
      await platform.stop();
    }
  },
};

const DASHBOARD = `query ($under: ID!, $asOf: Date, $knownAt: DateTime) { dashboard(under: $under, asOf: $asOf, knownAt: $knownAt) {
  branches ungraded(scheme: "${SCHEME}") grades(scheme: "${SCHEME}") { grade label count }
  byChild(scheme: "${SCHEME}") { organization { code name } branches ungraded grades { grade count } } } }`;
const BRANCHES = `query ($under: ID!, $filter: BranchFilter, $asOf: Date, $knownAt: DateTime, $after: String) {
  branches(under: $under, filter: $filter, asOf: $asOf, knownAt: $knownAt, first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { organization { code name } rating(scheme: "${SCHEME}") { grade label effectiveFrom } } } } }`;

const PROBLEMS = `query ($under: ID!, $asOf: Date, $knownAt: DateTime) { dashboard(under: $under, asOf: $asOf, knownAt: $knownAt) {
  problems { open overdue closed reopened } } }`;

/** One question in three ways: by GraphQL over HTTP, by the look-ups that answer it, by hand. */
interface Asked {
  readonly question: Question;
  readonly lookups: (model: ReadModel) => Promise<unknown>;
  readonly byHand: (model: ReadModel) => Promise<void>;
}

function dashboardAsked(when: When): Asked {
  const scope = { under: seenByOperator(PROVINCE), moment: when };
  return {
    question: { query: DASHBOARD, variables: { under: PROVINCE, ...when } },
    lookups: (model) =>
      Promise.all([branchCount(model, scope), gradeCounts(model, scope, SCHEME), childCounts(model, scope, SCHEME)]),
    byHand: (model) => dashboardByHand(model.sql, when),
  };
}

function branchesAsked(when: When): Asked {
  const grade = any(GRADES) ?? '';
  const after = `${cityOf(Math.floor(random() * CITIES))}-SZGW-00100`;
  const filter = { scheme: SCHEME, grade };
  return {
    question: {
      query: BRANCHES,
      variables: { under: PROVINCE, filter, after: Buffer.from(after).toString('base64url'), ...when },
    },
    lookups: (model) =>
      branchesUnder(
        model,
        { under: { id: seenByOperator(PROVINCE) }, filter },
        { moment: when, page: { first: 20, after } },
      ),
    byHand: (model) => branchesByHand(model.sql, when, { grade, after }),
  };
}

function problemsAsked(when: When): Asked {
  return {
    question: { query: PROBLEMS, variables: { under: PROVINCE, ...when } },
    lookups: (model) => problemCounts(model, seenByOperator(PROVINCE), when),
    byHand: (model) => problemsByHand(model.sql, when),
  };
}

const questions = {
  'dashboard(under: province)': dashboardAsked,
  branches: branchesAsked,
  'dashboard.problems': problemsAsked,
};

async function measured(connections: Connections, url: string, branches: number): Promise<readonly Line[]> {
  const open = openReadModel(connections.url('gateway', 'reader'));
  const model = lockedModel(open, 'all');
  const lines: Line[] = [];
  try {
    for (const [name, asked] of Object.entries(questions)) {
      for (const [words, when] of Object.entries(whens)) {
        const known = words.includes('known');
        lines.push(
          lineOf(
            `${name} at ${whole(branches)} branches × 5 years, ${words}`,
            await inTurn({ url, model, known }, () => asked(when())),
            known ? 500 : 50,
          ),
        );
      }
    }
  } finally {
    await open.close();
  }
  return lines;
}

interface Spent {
  readonly whole: readonly number[];
  readonly lookups: readonly number[];
  readonly byHand: readonly number[];
}

async function inTurn(
  { url, model, known }: { readonly url: string; readonly model: ReadModel; readonly known: boolean },
  next: () => Asked,
): Promise<Spent> {
  const spent: { whole: number[]; lookups: number[]; byHand: number[] } = { whole: [], lookups: [], byHand: [] };
  const { warmUp, counted } = known ? ASKED.then : ASKED.now;
  for (let index = 0; index < warmUp + counted; index += 1) {
    const { question, lookups, byHand } = next();
    const answered = await timed(() => ask(url, question));
    const [found, written] = [await timed(() => lookups(model)), await timed(() => byHand(model))];
    if (index < warmUp) continue;
    spent.whole.push(answered);
    spent.lookups.push(found);
    spent.byHand.push(written);
  }
  return spent;
}

function lineOf(line: string, { whole: answered, lookups, byHand }: Spent, limit: number): Line {
  const p99 = percentile(answered, 99);
  const ratio = median(lookups) / median(byHand);
  return {
    line,
    figure: `p99 ${ms(p99)}, median ${ms(median(answered))} by GraphQL over HTTP; its look-ups ${ms(median(lookups))}`,
    against: `SQL by hand ${ms(median(byHand))}, p99 ${ms(percentile(byHand, 99))}: look-ups ${times(ratio)}, all of GraphQL ${times(median(answered) / median(byHand))}`,
    toReach: `p99 < ${limit} ms; ≤ 1.5 ×`,
    reached: p99 < limit && ratio <= 1.5,
  };
}
