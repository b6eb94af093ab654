import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { INSPECTED, inspected, type Inspected, standingIn, visitDay } from './inspected.ts';
import type { Part, Table } from './paper.ts';
import { share, unitOf } from './wording.ts';

const answer = z.object({ body: z.object({ name: z.string() }), inspections: z.array(inspected) });

/** 督查报告: how many were visited, how, what was good, and problems by aspect; visits that are concluded, of a year. */
export const supervisionReport = documentOf({
  name: 'supervision-report',
  form: 'letter',
  asks: z.object({ under: argument.under, body: argument.under.optional(), year: argument.period }),
  query: `query ($under: ID!, $body: ID!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    body: organization(id: $body, asOf: $asOf, knownAt: $knownAt) { name }
    inspections(under: $under, filter: { body: $body }, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node { ...Inspected } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${INSPECTED}`,
  list: 'inspections',
  variables: ({ under, body = under }) => ({ body }),
  answer,
  paper({ body, inspections }, { year }) {
    const made = inspections.filter(({ visitedOn }) => visitedOn?.startsWith(year));
    return {
      kind: 'letter',
      title: `关于${year}年督查情况的报告`,
      parts: partsOf(made, year),
      signature: body.name,
      annexes: made.length === 0 ? [] : [visitsOf(made, year)],
    };
  },
});

function partsOf(made: readonly Inspected[], year: string): readonly Part[] {
  const chapters: readonly (readonly [string, readonly string[]])[] = [
    ['一、督查情况', [countedText(made, year), ...howText(made)]],
    ['二、好的方面', goodText(made)],
    ['三、存在的问题', problemsText(made)],
    ['四、下一步', ['督促有问题的党组织按整改通知书的时限到项、到岗、到人整改，经验收后销号，并适时回访。']],
  ];
  return chapters.flatMap(([heading, texts]): readonly Part[] => [
    { kind: 'heading', text: heading },
    ...texts.map((text) => ({ kind: 'text' as const, text })),
  ]);
}

const countedText = (made: readonly Inspected[], year: string): string =>
  `${year}年作出结论的督查共${made.length}次，涉及党组织${new Set(made.map(({ organization }) => organization.code)).size}个。`;

/** So many of each word, in the order in which they come up. */
function counted<One>(all: readonly One[], word: (one: One) => string): readonly (readonly [string, number])[] {
  return [...Map.groupBy(all, word)].map(([label, { length }]) => [label, length]);
}

const listed = (counts: readonly (readonly [string, number])[], of: string): string =>
  counts.map(([label, count]) => `${label}${count}${of}`).join('，');

const howText = (made: readonly Inspected[]): readonly string[] =>
  made.length === 0
    ? []
    : [
        `按方式：${listed(
          counted(made, ({ mode }) => mode.label),
          '次',
        )}。按范围：${listed(
          counted(made, ({ scope }) => scope.label),
          '次',
        )}。`,
        `按结论：${listed(
          counted(made, ({ outcome }) => outcome?.label ?? ''),
          '次',
        )}。`,
      ];

function goodText(made: readonly Inspected[]): readonly string[] {
  const passed = made.filter(({ outcome }) => outcome?.code === 'pass').length;
  const clean = made.filter((one) => standingIn(one).length === 0).length;
  const checks = Map.groupBy(
    made.flatMap(({ spotChecks }) => spotChecks),
    ({ kind }) => kind.label,
  );
  return [
    `合格${passed}次，占${share(passed, made.length)}；没有发现问题的${clean}次。`,
    ...[...checks].map(([label, all]) => {
      const [asked, right] = [all.map((one) => one.askedCount), all.map((one) => one.rightCount)].map(sum);
      return `现场抽问${label}：提问${asked}个，答对${right}个，占${share(right ?? 0, asked ?? 0)}。`;
    }),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** By aspect, the one with the most first. */
function problemsText(made: readonly Inspected[]): readonly string[] {
  const found = made.flatMap(standingIn);
  if (found.length === 0) return ['没有发现问题。'];
  const aspects = [...Map.groupBy(found, ({ aspect }) => aspect.label)].sort(([, a], [, b]) => b.length - a.length);
  return [
    `发现问题${found.length}个：${listed(
      counted(found, ({ severity }) => severity.label),
      '个',
    )}。`,
    ...aspects.map(([label, all], index) => `${index + 1}．${label}：${all.length}个。`),
  ];
}

const visitsOf = (made: readonly Inspected[], year: string): Table => ({
  title: `${year}年督查情况一览`,
  columns: [
    { heading: '序号', width: 3 },
    { heading: '党组织', width: 10 },
    { heading: '单位', width: 7 },
    { heading: '日期', width: 6 },
    { heading: '方式', width: 5 },
    { heading: '结论', width: 5 },
    { heading: '问题数', width: 4 },
  ],
  rows: made.map((one, index) => [
    index + 1,
    one.organization.name,
    unitOf(one.organization),
    visitDay(one),
    one.mode.label,
    one.outcome?.label ?? '',
    standingIn(one).length,
  ]),
});
