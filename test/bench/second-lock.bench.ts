import { connect, type Pool } from '@zhibu/database';
import {
  branchCount,
  branchesUnder,
  childCounts,
  gradeCounts,
  lockedModel,
  organizationsById,
  ratingsInForce,
  type ReadModel,
  readModelOn,
  seenByOperator,
} from '@zhibu/gateway';
import type { Connections } from '@zhibu/infra';
import { cityOf } from './country.ts';
import { numbers } from './facts.ts';
import { fillReadModel } from './filling.ts';
import type { Bench, Line } from './line.ts';
import { median, timed, whole } from './measure.ts';

const SCHEME = 'classification';
const CITY = cityOf(3);
const PAGE = 50;
const LIMIT_MS = 1;
const ROUNDS = { whole: 300, short: 60, warmUp: 20 };
const random = numbers(11);

/** What the second lock costs a page and a dashboard of a city: the same look-ups, as a role that no policy binds. */
export const secondLockBench: Bench = {
  name: 'second-lock',
  measure: async (ground) => {
    const name = `country-${ground.branches}`;
    await ground.filled(name, (connections) => fillReadModel(connections, ground.branches));
    const rounds = ground.short ? ROUNDS.short : ROUNDS.whole;
    return ground.on(name, (connections) => measured(connections, ground.branches, rounds));
  },
};

type LookUps = (model: ReadModel) => Promise<unknown>;

const questions: Readonly<Record<string, () => LookUps>> = {
  'a page of 50 branches with their ratings': page,
  'a dashboard': () => {
    const scope = { under: seenByOperator(CITY), moment: { asOf: pastDay() } };
    return (model) =>
      Promise.all([branchCount(model, scope), gradeCounts(model, scope, SCHEME), childCounts(model, scope, SCHEME)]);
  },
};

function page(): LookUps {
  const moment = { asOf: pastDay() };
  const after = `${CITY}-SZGW-00${String(Math.floor(random() * 10)).padStart(3, '0')}`;
  return async (model) => {
    const { ids } = await branchesUnder(
      model,
      { under: { id: seenByOperator(CITY) } },
      { moment, page: { first: PAGE, after } },
    );
    const keys = ids.map((branchId) => ({ branchId, scheme: SCHEME }));
    await Promise.all([organizationsById(model, ids, moment), ratingsInForce(model, keys, moment)]);
  };
}

const pastDay = (): string => `202${Math.floor(random() * 4)}-0${1 + Math.floor(random() * 9)}-15`;

async function measured(connections: Connections, branches: number, rounds: number): Promise<readonly Line[]> {
  const [service, reader] = (['service', 'reader'] as const).map((role) =>
    connect(connections.url('gateway', role), { schema: 'gateway' }),
  );
  if (!service || !reader) throw new Error('no role to read as');
  try {
    const open = readModelOn(reader);
    const sides = { without: unlocked(service), city: lockedModel(open, [CITY]), all: lockedModel(open, 'all') };
    const lines: Line[] = [];
    for (const [name, asked] of Object.entries(questions)) {
      const took = await inTurn(sides, asked, rounds);
      const more = took.city - took.without;
      lines.push({
        line: `the second lock on ${name} of a city, ${whole(branches)} branches × 5 years`,
        figure: `+${more.toFixed(2)} ms; where everything may be seen +${(took.all - took.without).toFixed(2)} ms`,
        against: `${took.without.toFixed(2)} ms without it`,
        toReach: `≤ ${LIMIT_MS} ms more`,
        reached: more <= LIMIT_MS,
      });
    }
    return lines;
  } finally {
    await Promise.all([service.end(), reader.end()]);
  }
}

/** As the projector's role, whom every policy lets through: statements go out by themselves. */
function unlocked(pool: Pool): ReadModel {
  return { sql: pool, figures: pool, prisma: readModelOn(pool).prisma };
}

/** The same questions to each side, one after the other: the medians in milliseconds. */
async function inTurn<Side extends string>(
  sides: Readonly<Record<Side, ReadModel>>,
  asked: () => LookUps,
  rounds: number,
): Promise<Readonly<Record<Side, number>>> {
  const names = Object.keys(sides).filter((name): name is Side => name in sides);
  const took = new Map<Side, number[]>(names.map((name) => [name, []]));
  for (let round = -ROUNDS.warmUp; round < rounds; round += 1) {
    const question = asked();
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const milliseconds = await timed(() => question(sides[name]));
      if (round >= 0) took.get(name)?.push(milliseconds);
    }
  }
  return Object.fromEntries([...took].map(([name, values]) => [name, median(values)])) as Record<Side, number>;
}
