import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import type { Part, Table } from './paper.ts';
import { ordinal, placed, PLACE, roundName, share, unitOf } from './wording.ts';

const branch = z.object({
  organization: placed,
  rating: z.object({ label: z.string(), standing: z.string() }).nullable(),
});
const dashboard = z.object({
  branches: z.number(),
  ungraded: z.number(),
  grades: z.array(z.object({ grade: z.string(), label: z.string(), count: z.number() })),
  transitions: z.array(z.object({ fromGrade: z.string().nullable(), toGrade: z.string(), count: z.number() })),
});
const round = z.object({
  closed: z.boolean(),
  basis: z.string().nullable(),
  lostMost: z.array(z.object({ says: z.string(), branches: z.number() })),
});
const answer = z.object({ organization: z.object({ name: z.string() }), dashboard, round, branches: z.array(branch) });

/** 定级结果通报: numbers, shares, movement, the commonest losses; who leads, and, for internal use, who lags. */
export const gradingResults = documentOf({
  name: 'grading-results',
  form: 'letter',
  asks: z.object({ under: argument.under, scheme: argument.scheme, period: argument.period }),
  query: `query ($under: ID!, $scheme: String!, $period: String!, $before: String!, $asOf: Date!, $knownAt: DateTime!,
      $first: Int!, $after: String, $isFirst: Boolean!) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    dashboard(under: $under, period: $period, asOf: $asOf, knownAt: $knownAt) @include(if: $isFirst) {
      branches ungraded(scheme: $scheme) grades(scheme: $scheme) { grade label count }
      transitions(scheme: $scheme, from: $before, to: $period) { fromGrade toGrade count }
    }
    round(workCommitteeId: $under, scheme: $scheme, period: $period, knownAt: $knownAt) @include(if: $isFirst) {
      closed basis lostMost { says branches }
    }
    branches(under: $under, filter: { scheme: $scheme, period: $period }, asOf: $asOf, knownAt: $knownAt,
        first: $first, after: $after) {
      edges { node { organization { ...Place } rating(scheme: $scheme, period: $period) { label standing } } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'branches',
  variables: ({ period }) => ({ before: String(Number(period) - 1) }),
  answer,
  paper(found, { period, scheme }) {
    const name = roundName(period, scheme);
    return {
      kind: 'letter',
      title: `关于${name}结果的通报`,
      to: '各部门和单位，各基层党组织',
      parts: partsOf(found, { name, before: String(Number(period) - 1) }),
      signature: found.organization.name,
      annexes: [
        annexOf('leading', `${name}先进等次党支部名单`, found.branches),
        annexOf('lagging', `${name}后进等次党支部名单（内部掌握）`, found.branches),
      ].filter(({ rows }) => rows.length > 0),
    };
  },
});

type Answer = z.infer<typeof answer>;

function partsOf(
  { dashboard: figures, round: { closed, lostMost } }: Answer,
  { name, before }: { readonly name: string; readonly before: string },
): readonly Part[] {
  const chapters: readonly (readonly [string, readonly string[]])[] = [
    ['总体情况', [totalsOf(figures)]],
    ['变化情况', [movementOf(figures, before)]],
    ['失分较多的项目', lostMost.map(({ says, branches }, index) => `${index + 1}．${says}：${branches}个党支部失分。`)],
    [
      '有关要求',
      [
        '各级党组织要把失分问题纳入问题清单，到项、到岗、到人整改，整改完成并经验收后销号。',
        '评定为后进等次的党支部列为后进整顿对象，由上级党组织督促制定整顿方案，明确帮扶人员、整顿措施和完成期限。',
      ],
    ],
  ];
  return [
    {
      kind: 'text',
      text: `${name}工作已结束${closed ? '并核准' : '评定，尚未核准，以下为初定结果'}，现将结果通报如下。`,
    },
    ...chapters
      .filter(([, texts]) => texts.length > 0)
      .flatMap(([heading, texts], index): readonly Part[] => [
        { kind: 'heading', text: `${ordinal(index)}、${heading}` },
        ...texts.map((text) => ({ kind: 'text' as const, text })),
      ]),
  ];
}

function totalsOf({ branches, ungraded, grades }: Answer['dashboard']): string {
  const graded = grades.reduce((sum, { count }) => sum + count, 0);
  const each = grades.map(({ label, count }) => `${label}${count}个，占${share(count, graded)}`).join('；');
  return `所属党支部${branches}个，已评定${graded}个：${each}。${ungraded === 0 ? '' : `未评定${ungraded}个。`}`;
}

/** Grades come best first. */
function movementOf({ transitions, grades }: Answer['dashboard'], before: string): string {
  const place = new Map(grades.map(({ grade }, index) => [grade, index]));
  const counts = { risen: 0, same: 0, fallen: 0, fresh: 0 };
  for (const { fromGrade, toGrade, count } of transitions) counts[movement(place, fromGrade, toGrade)] += count;
  const { risen, same, fallen, fresh } = counts;
  return `与${before}年度相比，等次上升${risen}个，持平${same}个，下降${fallen}个${fresh === 0 ? '' : `；${before}年度没有等次的${fresh}个`}。`;
}

function movement(
  place: ReadonlyMap<string, number>,
  from: string | null,
  to: string,
): 'risen' | 'same' | 'fallen' | 'fresh' {
  const [then, now] = [from === null ? undefined : place.get(from), place.get(to)];
  if (then === undefined || now === undefined) return 'fresh';
  if (then === now) return 'same';
  return now < then ? 'risen' : 'fallen';
}

const annexOf = (standing: string, title: string, branches: Answer['branches']): Table => ({
  title,
  columns: [
    { heading: '序号', width: 3 },
    { heading: '党支部全称', width: 13 },
    { heading: '单位', width: 9 },
    { heading: '等次', width: 4 },
  ],
  rows: branches
    .flatMap(({ organization, rating }) => (rating?.standing === standing ? [{ organization, rating }] : []))
    .map(({ organization, rating }, index) => [index + 1, organization.name, unitOf(organization), rating.label]),
});
