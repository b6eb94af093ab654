import { gradeStandingWords } from '@zhibu/contracts';
import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { type Cell, cell } from './paper.ts';
import { partyAbove, placed, PLACE, roundName, unitOf } from './wording.ts';

const branch = z.object({
  organization: placed.extend({ form: z.string() }),
  rating: z
    .object({
      label: z.string(),
      score: z.string().nullable(),
      confirmed: z.boolean(),
      totals: z.array(z.object({ label: z.string(), total: z.string() })),
      gates: z.array(z.object({ says: z.string(), lowered: z.boolean() })),
      vetoes: z.array(z.object({ says: z.string() })),
      decision: z.object({ basis: z.string().nullable() }),
    })
    .nullable(),
  before: z.object({ label: z.string() }).nullable(),
});
type Listed = z.infer<typeof branch>;
const review = z.object({
  unit: z.object({ name: z.string() }),
  reviewedOn: z.string().nullable(),
  basis: z.string().nullable(),
  stale: z.boolean(),
});
const answer = z.object({
  organization: z.object({ name: z.string() }),
  round: z.object({ reviews: z.array(review) }).nullish(),
  branches: z.array(branch),
});

/** 单位汇总表: what the branches of a unit, or of a committee, came to, for the party group to review. */
export const unitSummary = documentOf({
  name: 'unit-summary',
  form: 'sheets',
  // The round tells who may see it of its reviews; without a committee their column is left to be filled in.
  asks: z.object({
    under: argument.under,
    committee: argument.under.optional(),
    scheme: argument.scheme,
    period: argument.period,
  }),
  query: `query ($under: ID!, $committee: ID!, $withReviews: Boolean!, $scheme: String!, $period: String!, $before: String!,
      $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String, $isFirst: Boolean!) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    round(workCommitteeId: $committee, scheme: $scheme, period: $period, knownAt: $knownAt)
      @include(if: $withReviews) { reviews @include(if: $isFirst) { unit { name } reviewedOn basis stale } }
    branches(under: $under, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node {
        organization { ...Place form }
        rating(scheme: $scheme, period: $period) {
          label score confirmed totals { label total } gates { says lowered } vetoes { says } decision { basis }
        }
        before: rating(scheme: $scheme, period: $before) { label }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'branches',
  variables: ({ committee, period }) => ({
    committee: committee ?? '',
    withReviews: committee !== undefined,
    before: String(Number(period) - 1),
  }),
  answer,
  paper({ organization, round, branches }, { period, scheme }) {
    const title = `${roundName(period, scheme)}汇总表`;
    const raters = [...new Set(branches.flatMap(({ rating }) => rating?.totals.map(({ label }) => label) ?? []))];
    const reviews = new Map(round?.reviews.map((one) => [one.unit.name, reviewSays(one)]));
    const columns = columnsOf(raters).map(([heading, width]) => ({ heading, width }));
    const rows = branches.map((one, index) => rowOf(one, { index, raters, reviews }));
    return { kind: 'sheets', title, tables: [{ title, note: `单位：${organization.name}`, columns, rows }] };
  },
});

interface Around {
  readonly index: number;
  readonly raters: readonly string[];
  readonly reviews: ReadonlyMap<string, string>;
}

const columnsOf = (raters: readonly string[]): readonly (readonly [heading: string, width: number])[] => [
  ['序号', 3],
  ['编号', 10],
  ['党支部', 16],
  ['上级党组织', 14],
  ['单位', 12],
  ...raters.map((label) => [label, 5] as const),
  ['得分', 5],
  ['等次', 5],
  ['核准', 5],
  ['限制等次或一票否决情形', 16],
  ['依据', 10],
  ['上年度等次', 5],
  ['党组（党委）意见', 12],
];

function rowOf({ organization, rating, before }: Listed, { index, raters, reviews }: Around): readonly Cell[] {
  const unit = unitOf(organization);
  const notGraded = gradeStandingWords[organization.form === 'temporary' ? 'notGraded' : 'ungraded'].zh;
  return [
    index + 1,
    organization.code,
    organization.name,
    partyAbove(organization),
    unit,
    ...(rating ? gradeCells(rating, raters) : [...raters.map(() => ''), '', notGraded, '', '', '']),
    cell(before?.label),
    cell(reviews.get(unit)),
  ];
}

function gradeCells(rating: NonNullable<Listed['rating']>, raters: readonly string[]): readonly Cell[] {
  const { totals, score, label, confirmed, decision } = rating;
  return [
    ...raters.map((rater) => cell(totals.find((total) => total.label === rater)?.total)),
    cell(score),
    label,
    gradeStandingWords[confirmed ? 'confirmed' : 'provisional'].zh,
    limitsOf(rating),
    cell(decision.basis),
  ];
}

const limitsOf = ({ vetoes, gates }: NonNullable<Listed['rating']>): string =>
  [...vetoes, ...gates.filter(({ lowered }) => lowered)].map(({ says }) => says).join('；');

function reviewSays({ reviewedOn, basis, stale }: z.infer<typeof review>): string {
  if (reviewedOn === null) return '未审核';
  return `${stale ? '审核后等次有变动，须重新审核' : '已审核'}（${basis ?? reviewedOn}）`;
}
