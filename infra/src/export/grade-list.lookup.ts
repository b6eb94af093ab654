import { ask, connectionOf, everyPage, PAGE, type Platform } from '@zhibu/client';
import { csvText, inertCell } from '@zhibu/handover';
import { gradeStandingWords, wordsOfScheme } from '@zhibu/contracts';
import { type Day, lastDayOf } from '@zhibu/kernel';
import { z } from 'zod';

/** What a list of grades is asked for. */
export interface GradeListAsked {
  readonly under: string;
  readonly scheme: string;
  readonly period: string;
  /** The branches of this day; absent: of the period's last. */
  readonly asOf: Day | undefined;
}

const branch = z.object({
  organization: z.object({ code: z.string(), name: z.string(), parent: z.object({ name: z.string() }).nullable() }),
  rating: z
    .object({
      label: z.string(),
      score: z.string().nullable(),
      confirmed: z.boolean(),
      effectiveFrom: z.string(),
      decision: z.object({ basis: z.string().nullable() }),
    })
    .nullable(),
});

export type ListedBranch = z.infer<typeof branch>;

const HEADINGS = [
  '党支部编号',
  '党支部名称',
  '上级党组织',
  '评定类别',
  '年度',
  '等次',
  '得分',
  '是否核准',
  '生效日期',
  '依据',
];

/** The branches under an organization with what the period came to, by code. */
export async function gradeList(platform: Platform, asked: GradeListAsked): Promise<readonly ListedBranch[]> {
  const query = `query ($under: ID!, $scheme: String!, $period: String!, $asOf: Date!, $first: Int!, $after: String) {
    branches(under: $under, asOf: $asOf, first: $first, after: $after) {
      edges { node { organization { code name parent { name } }
        rating(scheme: $scheme, period: $period) { label score confirmed effectiveFrom decision { basis } } } }
      pageInfo { hasNextPage endCursor } } }`;
  const schema = z.object({ branches: connectionOf(branch) });
  const { under, scheme, period } = asked;
  const asOf = asked.asOf ?? lastDayOf(period);
  return everyPage(
    async (after) =>
      (await ask(platform, { query, variables: { under, scheme, period, asOf, first: PAGE, after } }, schema)).branches,
  );
}

/** The list as a spreadsheet takes it: Chinese headings, and no cell that would be run as a formula. */
export function gradeListText(branches: readonly ListedBranch[], { scheme, period }: GradeListAsked): string {
  const schemeName = wordsOfScheme(scheme).zh;
  const rows = branches.map(({ organization: { code, name, parent }, rating }) => [
    code,
    name,
    parent?.name ?? '',
    schemeName,
    period,
    ...gradeCells(rating),
  ]);
  return csvText([HEADINGS, ...rows.map((row) => row.map(inertCell))]);
}

function gradeCells(rating: ListedBranch['rating']): readonly string[] {
  if (!rating) return [gradeStandingWords.ungraded.zh, '', '', '', ''];
  const { label, score, confirmed, effectiveFrom, decision } = rating;
  const standing = gradeStandingWords[confirmed ? 'confirmed' : 'provisional'];
  return [label, score ?? '', standing.zh, effectiveFrom, decision.basis ?? ''];
}
