import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { type Cell, cell } from './paper.ts';
import { named, nameOf, placed, PLACE, unitOf } from './wording.ts';

const problem = z.object({
  organization: placed,
  item: z.string().nullable(),
  itemText: z.string().nullable(),
  status: z.string(),
  statusLabel: z.string(),
  daysOverdue: z.number(),
  rectification: z
    .object({ post: z.string(), measures: z.string().nullable(), dueOn: z.string(), extensions: z.number() })
    .nullable(),
  responsible: named,
  progress: z.string().nullable(),
  verifiedBy: named,
  steps: z.array(z.object({ type: z.string(), effectiveOn: z.string(), evidence: z.array(z.string()) })),
});
type Problem = z.infer<typeof problem>;
const answer = z.object({ organization: z.object({ name: z.string() }), problems: z.array(problem) });

/** 整改清单: who mends what by when, and how far that is; closed ones with the day. */
export const rectificationList = documentOf({
  name: 'rectification-list',
  form: 'sheets',
  asks: z.object({ under: argument.under }),
  query: `query ($under: ID!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    problems(under: $under, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node {
        organization { ...Place } item itemText status statusLabel daysOverdue
        rectification { post measures dueOn extensions } responsible { name } progress verifiedBy { name }
        steps { type effectiveOn evidence }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'problems',
  answer,
  paper({ organization, problems }, { asOf }) {
    const listed = problems.filter(({ rectification, status }) => rectification !== null && status !== 'dismissed');
    return {
      kind: 'sheets',
      title: '整改清单',
      tables: [
        {
          title: '整改清单',
          note: `单位：${organization.name}　截至${asOf}`,
          columns: columns.map(([heading, width]) => ({ heading, width })),
          rows: listed.map((one, index) => [index + 1, ...rowOf(one)]),
        },
      ],
    };
  },
});

const columns = [
  ['序号', 3],
  ['党支部（党组织）', 13],
  ['单位', 10],
  ['项目', 5],
  ['问题', 16],
  ['整改措施', 16],
  ['责任岗位', 6],
  ['责任人', 5],
  ['完成时限', 9],
  ['延期', 3],
  ['状态', 6],
  ['逾期天数', 4],
  ['进展', 16],
  ['佐证', 10],
  ['验收人', 5],
  ['销号日期', 9],
] as const;

function rowOf(one: Problem): readonly Cell[] {
  const { organization, rectification } = one;
  return [
    organization.name,
    unitOf(organization),
    cell(one.item),
    cell(one.itemText),
    ...planOf(rectification, nameOf(one.responsible)),
    one.statusLabel,
    one.daysOverdue,
    cell(one.progress),
    ...closingOf(one),
  ];
}

const planOf = (rectification: Problem['rectification'], responsible: string): readonly Cell[] =>
  rectification === null
    ? ['', '', responsible, '', '']
    : [cell(rectification.measures), rectification.post, responsible, rectification.dueOn, rectification.extensions];

function closingOf({ status, steps, verifiedBy }: Problem): readonly Cell[] {
  const closing = status === 'closed' ? steps.findLast(({ type }) => type === 'ProblemClosed') : undefined;
  const evidence = steps.findLast(({ type }) => type === 'CompletionReported')?.evidence;
  return [(evidence ?? []).join('、'), nameOf(verifiedBy), cell(closing?.effectiveOn)];
}
