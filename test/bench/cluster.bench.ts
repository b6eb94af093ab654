import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, startCluster } from '@zhibu/infra';
import { demo, editionFile } from '../support/city.ts';
import { discard, run, temporaryFolder } from '../support/platform.ts';
import { ask } from './asking.ts';
import type { Bench, Line } from './line.ts';
import { median, ms, percentile } from './measure.ts';

const COMMANDS = 500;
/** Twenty seconds: processes that run for weeks are measured, not what Node compiles in its first moments. */
const WARM_UP = 1_000;
const EVERY_MS = 20;
const REACTED_WITHIN_MS = 10_000;
const MUTATION =
  'mutation ($input: RecordDataMatchInput!) { recordDataMatch(input: $input) { projected events { id } } }';
const LED_TO = 'query ($eventId: ID!) { ledTo(eventId: $eventId) { type recordedAt } }';

/** The five processes over Kafka, by TLS as they are by default and without: how long a command is on its way, 50 a second. */
export const clusterBench: Bench = {
  name: 'cluster',
  measure: async () => {
    const plain = await measured({ plain: true });
    return latencies(await measured({ plain: false }), plain);
  },
};

type Latencies = readonly { readonly visible: number; readonly reacted: number }[];

async function measured({ plain }: { readonly plain: boolean }): Promise<Latencies> {
  const data = await temporaryFolder('zhibu bench ');
  let cluster: Cluster | undefined;
  try {
    cluster = await startCluster({ data, feed: 'kafka', plain });
    const city = join(demo, 'edges-24');
    const { code, stdout, stderr } = await run('import', [
      '--edition',
      editionFile,
      '--period',
      '2022',
      '--data',
      cluster.data,
      city,
    ]);
    if (code !== 0) throw new Error(`the import ended with ${code}: ${stdout}${stderr}`);
    return await commanding(cluster.url);
  } finally {
    await cluster?.stop();
    await discard(data);
  }
}

interface Sent {
  readonly at: number;
  readonly visible: number;
  readonly eventId: string;
}

/** A command every 20 ms whatever became of those before; each answers when the read model shows it. */
async function commanding(url: string): Promise<Latencies> {
  const gateway = graphqlOf(url);
  const branches = (
    await gateway<{ branches: { edges: { node: { organization: { id: string } } }[] } }>(
      'query { branches(under: "990200", first: 24, asOf: "2022-12-31") { edges { node { organization { id } } } } }',
      {},
    )
  ).branches.edges;
  const flying: Promise<Sent>[] = [];
  for (let index = 0; index < WARM_UP + COMMANDS; index += 1) {
    const branchId = branches[index % branches.length]?.node.organization.id ?? '';
    flying.push(send(gateway, { branchId, index }));
    await pause(EVERY_MS);
  }
  const sent = (await Promise.all(flying)).slice(WARM_UP);
  return Promise.all(
    sent.map(async ({ at, visible, eventId }) => ({ visible, reacted: (await reactionTo(gateway, eventId)) - at })),
  );
}

/** Whoever asks says what shape it asked for. */
const graphqlOf =
  (url: string) =>
  async <Data extends object>(query: string, variables: object): Promise<Data> =>
    (await ask(url, { query, variables })) as Data;
type Ask = ReturnType<typeof graphqlOf>;

/** Every match names a field that no problem was found in before, so that each leads to one problem. */
async function send(
  gateway: Ask,
  { branchId, index }: { readonly branchId: string; readonly index: number },
): Promise<Sent> {
  const at = Date.now();
  const started = performance.now();
  const { recordDataMatch } = await gateway<{ recordDataMatch: { projected: boolean; events: { id: string }[] } }>(
    MUTATION,
    {
      input: {
        branchId,
        scheme: 'classification',
        period: '2022',
        source: 'bench',
        fields: [{ field: `f${index}`, reported: '1', system: '2' }],
      },
    },
  );
  const [event] = recordDataMatch.events;
  if (!recordDataMatch.projected || !event)
    throw new Error(`the match of ${branchId} is not to be seen after its answer`);
  return { at, visible: performance.now() - started, eventId: event.id };
}

/** When Rectification recorded what it made of an event, in milliseconds since 1970: this machine's clock, too. */
async function reactionTo(gateway: Ask, eventId: string): Promise<number> {
  for (const until = Date.now() + REACTED_WITHIN_MS; Date.now() < until; await pause(EVERY_MS)) {
    const { ledTo } = await gateway<{ ledTo: { type: string; recordedAt: string }[] }>(LED_TO, { eventId });
    const problem = ledTo.find(({ type }) => type === 'ProblemIdentified');
    if (problem) return Date.parse(problem.recordedAt);
  }
  throw new Error(`nothing answered ${eventId} within ${REACTED_WITHIN_MS} ms`);
}

/** Median and 99th percentile of what queries show, and of what reactions record, in milliseconds. */
function figuresOf(found: Latencies) {
  const of = (values: readonly number[]) => ({ p50: median(values), p99: percentile(values, 99) });
  return { visible: of(found.map((one) => one.visible)), reacted: of(found.map((one) => one.reacted)) };
}

function latencies(found: Latencies, without: Latencies): readonly Line[] {
  const [ours, plain] = [figuresOf(found), figuresOf(without)];
  const text = ({ p50, p99 }: (typeof ours)['visible']): string => `p50 ${ms(p50)}, p99 ${ms(p99)}`;
  return [
    {
      line: 'command in Assessment to visible in GraphQL, over Kafka, by TLS',
      figure: text(ours.visible),
      against: `without TLS ${text(plain.visible)}; ${found.length} commands, 50 a second, behind ${WARM_UP} others`,
      toReach: 'p50 < 20 ms, p99 < 60 ms',
      reached: ours.visible.p50 < 20 && ours.visible.p99 < 60,
    },
    {
      line: 'command to the reaction’s event in Rectification, over Kafka, by TLS',
      figure: text(ours.reacted),
      against: `without TLS ${text(plain.reacted)}; the same commands`,
      toReach: 'p99 < 80 ms',
      reached: ours.reacted.p99 < 80,
    },
  ];
}
