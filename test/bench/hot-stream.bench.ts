import { discard, PlatformUnderTest, temporaryFolder } from '../support/platform.ts';
import { ask } from './asking.ts';
import type { Bench, Line } from './line.ts';
import { median, ms, percentile, rate, timed, times, whole } from './measure.ts';

const CLIENTS = [1, 16, 50] as const;
const ROUND_MS = 5_000;
const ROUNDS = 3;
const TO_REACH = 10;

/** Clients that all rename one organization, as fast as they are answered, through GraphQL: what each number of them comes to. */
export const hotStreamBench: Bench = {
  name: 'hot-stream',
  measure: async () => {
    const data = await temporaryFolder('zhibu bench ');
    const platform = await PlatformUnderTest.start({ data });
    try {
      await registered(platform, { code: 'P', kind: 'province', name: '某省委' });
      // The first pass does not count: code and caches are cold.
      await passOf(platform, 0);
      const found: Round[] = [];
      for (let pass = 1; pass <= ROUNDS; pass += 1) found.push(...(await passOf(platform, pass)));
      return lines(found);
    } finally {
      await platform.stop();
      await discard(data);
    }
  },
};

async function passOf(platform: PlatformUnderTest, pass: number): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (const clients of CLIENTS) rounds.push(await measured(platform, `P-${pass}-${clients}`, clients));
  return rounds;
}

interface Round {
  readonly clients: number;
  readonly perSecond: number;
  readonly refused: number;
  readonly spent: readonly number[];
}

const mutation = (name: string): string =>
  `mutation ($input: ${name}Input!) { ${name.charAt(0).toLowerCase()}${name.slice(1)}(input: $input) { events { stream revision } } }`;

async function registered(platform: PlatformUnderTest, organization: object): Promise<void> {
  await platform.query(mutation('RegisterOrganization'), { input: { openedOn: '1950-01-01', ...organization } });
}

async function measured(platform: PlatformUnderTest, code: string, clients: number): Promise<Round> {
  await registered(platform, { code, kind: 'city', parentId: 'P', name: code });
  const spent: number[] = [];
  const revisions: number[][] = [];
  let refused = 0;
  const until = performance.now() + ROUND_MS;
  const client = async (number: number): Promise<void> => {
    const own: number[] = [];
    revisions.push(own);
    for (let index = 0; performance.now() < until; index += 1) {
      const name = `第${number}名第${index}次`;
      const input = { organizationId: code, effectiveOn: '2024-01-01', name };
      const took = await timed(async () => {
        const answer = await ask(platform.url, { query: mutation('RenameOrganization'), variables: { input } }).catch(
          () => undefined,
        );
        if (answer === undefined) refused += 1;
        else own.push(...revisionsOf(answer));
      });
      spent.push(took);
    }
  };
  const took = await timed(() => Promise.all(Array.from({ length: clients }, (_, number) => client(number))));
  refuseOthers(code, revisions);
  return { clients, perSecond: rate(spent.length - refused, took), refused, spent };
}

const revisionsOf = (answer: unknown): readonly number[] =>
  (answer as { renameOrganization: { events: readonly { revision: number }[] } }).renameOrganization.events.map(
    ({ revision }) => revision,
  );

/** @throws when two clients were answered the same event, or one his own in another order than he sent them */
function refuseOthers(code: string, revisions: readonly (readonly number[])[]): void {
  const all = revisions.flat();
  const isOrdered = revisions.every((own) =>
    own.every((revision, index) => index === 0 || revision > Number(own[index - 1])),
  );
  if (new Set(all).size < all.length || !isOrdered) throw new Error(`${code}: an answer is not its command's own`);
}

function lines(found: readonly Round[]): readonly Line[] {
  const of = (clients: number): readonly Round[] => found.filter((round) => round.clients === clients);
  const pace = (clients: number): number => median(of(clients).map(({ perSecond }) => perSecond));
  return CLIENTS.map((clients) => {
    const ratio = pace(clients) / pace(1);
    const refused = of(clients).reduce((sum, round) => sum + round.refused, 0);
    const spent = of(clients).flatMap((round) => round.spent);
    const most = clients === CLIENTS.at(-1);
    return {
      line: `one stream, ${clients} ${clients === 1 ? 'client' : 'clients'}, from mutation to visible`,
      figure: `${whole(pace(clients))}/s, ${refused} of ${spent.length} refused, p99 ${ms(percentile(spent, 99))}`,
      against: `one client ${whole(pace(1))}/s: ${times(ratio)}`,
      toReach: most ? `none refused, ≥ ${TO_REACH} ×` : 'none refused',
      reached: refused === 0 && (!most || ratio >= TO_REACH),
    };
  });
}
