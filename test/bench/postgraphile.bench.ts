import { addDays } from '@zhibu/kernel';
import { PlatformUnderTest } from '../support/platform.ts';
import { ask, pace, type Pace, type Question } from './asking.ts';
import { CITIES, cityOf } from './country.ts';
import { fillReadModel } from './filling.ts';
import type { Bench, Line } from './line.ts';
import { median, ms, times, whole } from './measure.ts';
import { type Peer, startPostgraphile } from './postgraphile-peer.ts';

const CLIENTS = 16;
const FOR_MS = 5_000;
const ROUNDS = 3;
const DAYS = 1_900;
const SCHEME = 'classification';

const OURS = `query ($under: ID!, $asOf: Date!) {
  branches(under: $under, asOf: $asOf, first: 20) { edges { node { organization { code name } rating(scheme: "${SCHEME}") { grade label score } } } }
  dashboard(under: $under, asOf: $asOf) { ungraded(scheme: "${SCHEME}") grades(scheme: "${SCHEME}") { grade count } } }`;
const THEIRS = `query ($under: String!, $asOf: Date!) {
  branchesUnder(under: $under, asOf: $asOf, ofScheme: "${SCHEME}", first: 20) { nodes { code name grade label score } }
  gradeCounts(under: $under, asOf: $asOf, ofScheme: "${SCHEME}") { nodes { grade branches } } }`;

/** The same page of branches and the same counts of a committee on a day, from the same tables: by us and by PostGraphile. */
export const postgraphileBench: Bench = {
  name: 'postgraphile',
  measure: async (ground) => {
    const name = `country-${ground.branches}`;
    await ground.filled(name, (connections) => fillReadModel(connections, ground.branches));
    const platform = await PlatformUnderTest.start({ data: ground.folder(name), args: ['--empty'] });
    try {
      return await ground.on(name, async (connections) => {
        const peer = await startPostgraphile(connections);
        try {
          return await measured(platform.url, peer);
        } finally {
          await peer.stop();
        }
      });
    } finally {
      await platform.stop();
    }
  },
};

interface Asked {
  readonly under: string;
  readonly asOf: string;
}

/** Another committee and day each time, none twice. */
const nth = (index: number): Asked => ({
  under: `${cityOf(index % CITIES)}-SZGW`,
  asOf: addDays('2019-01-01', (index * 37) % DAYS),
});

async function measured(url: string, peer: Peer): Promise<readonly Line[]> {
  for (let index = 0; index < CITIES; index += 1) await compare(url, peer, nth(index * 31));
  let asked = 0;
  const other = (query: string) => (): Question => {
    asked += 1;
    return { query, variables: nth(asked) };
  };
  const same = (query: string) => (): Question => ({ query, variables: nth(0) });
  const cold = await inTurn({ ours: () => at(url, other(OURS)), peer: () => at(peer.url, other(THEIRS)) });
  const again = await inTurn({ ours: () => at(url, same(OURS)), peer: () => at(peer.url, same(THEIRS)) });
  return [lineOf('asked for the first time', cold, 2), lineOf('asked again', again, 5)];
}

const at = (url: string, question: () => Question): Promise<Pace> =>
  pace({ url, clients: CLIENTS, forMs: FOR_MS, question });

interface Sides<Value> {
  readonly ours: Value;
  readonly peer: Value;
}

/** Both in turn, who begins changing with every round. */
async function inTurn({ ours, peer }: Sides<() => Promise<Pace>>): Promise<Sides<readonly Pace[]>> {
  const found: { ours: Pace[]; peer: Pace[] } = { ours: [], peer: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % 2 === 1) found.ours.push(await ours());
    found.peer.push(await peer());
    if (round % 2 === 0) found.ours.push(await ours());
  }
  return found;
}

function lineOf(what: string, { ours, peer }: Sides<readonly Pace[]>, toReach: number): Line {
  const [own, their] = [middle(ours), middle(peer)];
  const ratio = own.aSecond / their.aSecond;
  return {
    line: `branches with grade and score, and the counts of a committee, ${what}, ${CLIENTS} clients`,
    figure: `${whole(own.aSecond)}/s, p99 ${ms(own.p99)}`,
    against: `PostGraphile 5.1.5 ${whole(their.aSecond)}/s, p99 ${ms(their.p99)}: ${times(ratio)}`,
    toReach: `≥ ${toReach} ×, p99 below its`,
    reached: ratio >= toReach && own.p99 < their.p99,
  };
}

const middle = (paces: readonly Pace[]): Pace => ({
  aSecond: median(paces.map(({ aSecond }) => aSecond)),
  p99: median(paces.map(({ p99 }) => p99)),
});

interface OurAnswer {
  readonly branches: {
    readonly edges: readonly {
      readonly node: {
        readonly organization: { readonly code: string; readonly name: string };
        readonly rating: { readonly grade: string; readonly label: string; readonly score: string | null } | null;
      };
    }[];
  };
  readonly dashboard: { readonly ungraded: number; readonly grades: readonly { grade: string; count: number }[] };
}
interface TheirAnswer {
  readonly branchesUnder: { readonly nodes: readonly object[] };
  readonly gradeCounts: { readonly nodes: readonly { readonly grade: string | null; readonly branches: string }[] };
}

/** @throws when both do not answer the same */
async function compare(url: string, peer: Peer, variables: Asked): Promise<void> {
  const own = (await ask(url, { query: OURS, variables })) as OurAnswer;
  const their = (await ask(peer.url, { query: THEIRS, variables })) as TheirAnswer;
  const branches = own.branches.edges.map(({ node: { organization, rating } }) => ({
    ...organization,
    ...(rating ?? { grade: null, label: null, score: null }),
  }));
  const counts = [{ grade: null, count: own.dashboard.ungraded }, ...own.dashboard.grades].filter(
    ({ count }) => count > 0,
  );
  const sorted = (rows: readonly (readonly [string, number])[]): unknown =>
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const same =
    JSON.stringify([branches, sorted(counts.map(({ grade, count }) => [String(grade), count] as const))]) ===
    JSON.stringify([
      their.branchesUnder.nodes,
      sorted(their.gradeCounts.nodes.map(({ grade, branches: count }) => [String(grade), Number(count)] as const)),
    ]);
  if (!same) throw new Error(`not the same: ${JSON.stringify(own)} and ${JSON.stringify(their)}`);
}
