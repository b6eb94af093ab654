import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demo, editionFile } from './city.ts';

/** Whatever answers GraphQL: the platform in either profile. */
export interface Asked {
  query<Data extends object>(
    query: string,
    variables?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Data>;
  graphql<Data extends object>(
    query: string,
    variables?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{
    readonly data?: Data | null;
    readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
  }>;
}

/** Asks again until the answer fits; reactions follow their causes, they do not wait for each other. After three minutes its error is the test's. */
export async function eventually<Answer>(check: () => Promise<Answer>, withinMs = 180_000): Promise<Answer> {
  const end = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 250);
      });
    }
  }
}

interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Every node of a connection, page by page. `query` names it `page` and takes $after. */
export async function allOf<Node>(platform: Asked, query: string, variables: object): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  for (let after: string | null = null; ;) {
    const { page }: { page: Page<Node> } = await platform.query<{ page: Page<Node> }>(query, { ...variables, after });
    nodes.push(...page.edges.map(({ node }) => node));
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor;
  }
}

export interface ShownProblem {
  readonly id: string;
  readonly aspect: string;
  readonly item: string | null;
  readonly status: string;
  readonly overdue: boolean;
  readonly branch: { readonly organization: { readonly code: string } };
  readonly causedBy: { readonly type: string; readonly eventId: string } | null;
}

const PROBLEMS = `query ($under: ID!, $filter: ProblemFilter, $after: String) {
  page: problems(under: $under, filter: $filter, first: 200, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { id aspect item status overdue branch { organization { code } } causedBy { type eventId } } }
  }
}`;

export const problemsUnder = (platform: Asked, under: string, filter: object = {}): Promise<readonly ShownProblem[]> =>
  allOf<ShownProblem>(platform, PROBLEMS, { under, filter });

const REMEDIATIONS = `query ($under: ID!, $status: String, $after: String) {
  page: remediations(under: $under, status: $status, first: 200, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { year branch { organization { code } } causedBy { type } } }
  }
}`;

/** The branches under remediation, by code. */
export async function branchesUnderRemediation(platform: Asked, under: string): Promise<readonly string[]> {
  const open = await allOf<{ readonly branch: { readonly organization: { readonly code: string } } }>(
    platform,
    REMEDIATIONS,
    { under, status: 'open' },
  );
  return open.map(({ branch }) => branch.organization.code);
}

/** Open, overdue, closed and reopened under an organization. */
export async function problemCountsUnder(platform: Asked, under: string, asOf?: string): Promise<object> {
  const { dashboard } = await platform.query<{ dashboard: { problems: object } }>(
    'query ($under: ID!, $asOf: Date) { dashboard(under: $under, asOf: $asOf) { problems { open overdue closed reopened } } }',
    { under, asOf },
  );
  return dashboard.problems;
}

/** Who sends a command, and for which organization he acts. */
export interface Sender {
  readonly personId: string;
  readonly actingFor?: string | undefined;
}

/** Sends a command in a person's name; answers the types of its events, or the code of its refusal. */
export async function sendAs(
  platform: Asked,
  { personId, actingFor }: Sender,
  [name, input]: readonly [name: string, input: object],
): Promise<unknown> {
  const mutation = name.charAt(0).toLowerCase() + name.slice(1);
  const { data, errors } = await platform.graphql<
    Readonly<Record<string, { readonly events: readonly { readonly type: string }[] }>>
  >(
    `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { events { type } } }`,
    { input },
    { 'zhibu-operator': personId, ...(actingFor !== undefined && { 'zhibu-acting-for': actingFor }) },
  );
  return errors?.[0]?.extensions?.['code'] ?? data?.[mutation]?.events.map(({ type }) => type);
}

async function rowsOf(city: string, file: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const [head = '', ...lines] = (await readFile(join(demo, city, file), 'utf8'))
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [names[index] ?? '', value])));
}

interface EditionFile {
  readonly raters: readonly { readonly code: string; readonly kind: string; readonly weight: number }[];
  readonly aspects: readonly {
    readonly aspect: string;
    readonly items: readonly { readonly code: string; readonly points: number }[];
  }[];
}

/** Points as hundredths: whole numbers, which add and compare exactly. */
const hundredths = (points: string | number): number => Math.round(Number(points) * 100);

/** What each branch lost on each item, by the rater of most weight who took any; in hundredths, as far as the item has points. */
function lossesOf(
  ratings: readonly Readonly<Record<string, string>>[],
  { raters, aspects }: EditionFile,
): readonly { branch: string; aspect: string; item: string; lost: number; points: number }[] {
  const heaviest = raters.filter(({ kind }) => kind === 'itemised').toSorted((a, b) => b.weight - a.weight);
  const byItem = Map.groupBy(ratings, ({ branchCode, itemCode }) => `${branchCode} ${itemCode}`);
  const items = new Map(
    aspects.flatMap(({ aspect, items: known }) =>
      known.map(({ code, points }) => [code, { aspect, points: hundredths(points) }] as const),
    ),
  );
  return [...byItem].flatMap(([key, rows]) => {
    const [branch = '', item = ''] = key.split(' ');
    const known = items.get(item);
    const taken = heaviest.map(({ code }) =>
      rows.filter(({ rater }) => rater === code).reduce((sum, { deduction }) => sum + hundredths(deduction ?? 0), 0),
    );
    const lost = taken.find((sum) => sum > 0);
    return known && lost !== undefined ? [{ branch, item, ...known, lost: Math.min(lost, known.points) }] : [];
  });
}

/** The gates that hold of the input, by their own words in data/README.md: satisfied below 90 %, more than two mismatches. */
const gatesHeld = (
  polls: readonly Readonly<Record<string, string>>[],
  grades: readonly Readonly<Record<string, string>>[],
): readonly string[] => [
  ...polls
    .filter((poll) => 10 * (Number(poll['verySatisfied']) + Number(poll['satisfied'])) < 9 * Number(poll['ballots']))
    .map(({ branchCode }) => `${branchCode} G1`),
  ...grades.filter(({ mismatches }) => Number(mismatches) > 2).map(({ branchCode }) => `${branchCode} G2`),
];

/** What the input of a city must lead to, counted from its files alone (domain.md, sections 4 and 5). */
export async function dutiesOfInput(city: string): Promise<{
  /** Branch and item of each problem of a grading; where several small losses are one, branch and aspect. */
  readonly problems: readonly string[];
  readonly lagging: readonly string[];
  readonly mismatches: number;
}> {
  const edition: EditionFile = JSON.parse(await readFile(editionFile, 'utf8'));
  const [ratings, grades] = [await rowsOf(city, 'ratings-2022.csv'), await rowsOf(city, 'expected-grades.csv')];
  const losses = lossesOf(ratings, edition);
  const isOwn = ({ lost, points }: (typeof losses)[number]): boolean => lost >= Math.min(hundredths(1), points / 2);
  const small = Map.groupBy(
    losses.filter((loss) => !isOwn(loss)),
    ({ branch, aspect }) => `${branch} ${aspect}`,
  );
  const vetoes = await rowsOf(city, 'vetoes-2022.csv');
  return {
    problems: [
      ...losses.filter(isOwn).map(({ branch, item }) => `${branch} ${item}`),
      ...[...small].filter(([, ofAspect]) => ofAspect.length > 1).map(([key]) => key),
      ...gatesHeld(await rowsOf(city, 'polls-2022.csv'), grades),
      ...vetoes.map(({ branchCode, vetoCode }) => `${branchCode} ${vetoCode}`),
    ].sort(),
    lagging: grades
      .filter(({ grade }) => grade === 'lagging')
      .map(({ branchCode }) => branchCode ?? '')
      .sort(),
    mismatches: grades.reduce((sum, { mismatches }) => sum + Number(mismatches), 0),
  };
}
