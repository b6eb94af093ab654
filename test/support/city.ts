import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ended, type PlatformUnderTest, repository, run } from './platform.ts';

export const demo = join(repository, 'infra', 'demo');
export const editionFile = join(demo, 'editions', 'classification-2022.json');

/** Imports a folder of files, as its staff would from the command line. */
export const importFolder = (
  platform: PlatformUnderTest,
  folder: string,
  ...options: readonly string[]
): Promise<Ended> =>
  run('import', ['--edition', editionFile, '--period', '2022', ...platform.place, ...options, folder]);

/** The small committee whose inputs sit on the rules' edges: 24 branches. */
export const importEdges = (platform: PlatformUnderTest, ...options: readonly string[]): Promise<Ended> =>
  importFolder(platform, join(demo, 'edges-24'), ...options);

/** What closes every round of an import. */
export const EVERY_ROUND = ['--close-round', '--quota-basis', '示例批复〔2023〕1号'];

export interface ExpectedGrade {
  readonly score: string;
  readonly grade: string;
}

/** What an independent implementation of the rules came to, by branch code. */
export async function expectedGrades(city: string): Promise<ReadonlyMap<string, ExpectedGrade>> {
  const [, ...rows] = (await readFile(join(demo, city, 'expected-grades.csv'), 'utf8')).trim().split(/\r?\n/);
  return new Map(
    rows.map((row) => {
      const [code = '', score = '', grade = ''] = row.split(',');
      return [code, { score, grade }];
    }),
  );
}

interface BranchesPage {
  readonly branches: {
    readonly totalCount: number;
    readonly edges: readonly {
      readonly node: { readonly organization: { readonly code: string }; readonly rating: ExpectedGrade | null };
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const PAGE = `query ($under: ID!, $asOf: Date, $knownAt: DateTime, $after: String) {
  branches(under: $under, asOf: $asOf, knownAt: $knownAt, first: 200, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { organization { code } rating(scheme: "classification") { score grade } } }
  }
}`;

/** Score and grade of every branch under an organization, page by page, as a dashboard reads them. */
export async function gradesUnder(
  platform: Pick<PlatformUnderTest, 'query'>,
  under: string,
  moment: { readonly asOf?: string; readonly knownAt?: string } = {},
): Promise<ReadonlyMap<string, ExpectedGrade | null>> {
  const grades = new Map<string, ExpectedGrade | null>();
  for (let after: string | null = null; ;) {
    const { branches }: BranchesPage = await platform.query<BranchesPage>(PAGE, { under, after, ...moment });
    for (const { node } of branches.edges) grades.set(node.organization.code, node.rating);
    if (!branches.pageInfo.hasNextPage) return grades;
    after = branches.pageInfo.endCursor;
  }
}

export interface GradeCount {
  readonly grade: string;
  readonly count: number;
}
export interface DashboardAnswer {
  readonly dashboard: { readonly branches: number; readonly grades: readonly GradeCount[]; readonly ungraded: number };
}

const DASHBOARD = `query ($under: ID!, $period: String, $asOf: Date, $knownAt: DateTime) {
  dashboard(under: $under, period: $period, asOf: $asOf, knownAt: $knownAt) {
    branches ungraded(scheme: "classification") grades(scheme: "classification") { grade count }
  }
}`;

/** Branches, grades and ungraded under an organization, zeros left out of the grades. */
export async function countsUnder(
  platform: PlatformUnderTest,
  under: string,
  at: { readonly period?: string; readonly asOf?: string; readonly knownAt?: string } = {},
): Promise<Readonly<Record<string, number>>> {
  const { dashboard } = await platform.query<DashboardAnswer>(DASHBOARD, { under, ...at });
  const counted = dashboard.grades.filter(({ count }) => count > 0).map(({ grade, count }) => [grade, count]);
  return { branches: dashboard.branches, ungraded: dashboard.ungraded, ...Object.fromEntries(counted) };
}

export interface Commanded {
  readonly projected: boolean;
  readonly events: readonly { readonly type: string; readonly recordedAt: string }[];
}

/** Sends a command by its mutation and answers its outcome. */
export async function command(platform: PlatformUnderTest, name: string, input: object): Promise<Commanded> {
  const mutation = name.charAt(0).toLowerCase() + name.slice(1);
  const answer = await platform.query<Readonly<Record<string, Commanded>>>(
    `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { projected events { type recordedAt } } }`,
    { input },
  );
  const outcome = answer[mutation];
  if (!outcome) throw new Error(`${mutation} answered nothing`);
  return outcome;
}

/** Sums the numbers of two counts under the same names. */
export function summed(...counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const total: Record<string, number> = {};
  for (const part of counts) for (const [name, count] of Object.entries(part)) total[name] = (total[name] ?? 0) + count;
  return total;
}
