import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { cell, dayText, type Table } from './paper.ts';
import { placed, PLACE } from './wording.ts';

const problem = z.object({
  organization: placed,
  itemText: z.string().nullable(),
  note: z.string().nullable(),
  daysOverdue: z.number(),
  rectification: z.object({ post: z.string(), dueOn: z.string() }).nullable(),
  answering: z.array(z.object({ label: z.string(), since: z.string() })),
});
type Problem = z.infer<typeof problem>;
const answer = z.object({
  organization: z.object({ name: z.string(), parent: z.object({ name: z.string() }).nullable() }),
  problems: z.array(problem),
});

/** 督办函: to a unit, what is overdue, by how long, and who was told. */
export const escalationLetter = documentOf({
  name: 'escalation-letter',
  form: 'letter',
  asks: z.object({ under: argument.under }),
  query: `query ($under: ID!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name parent { name } }
    problems(under: $under, filter: { overdue: true }, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node {
        organization { ...Place } itemText note daysOverdue rectification { post dueOn } answering { label since }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'problems',
  answer,
  paper: ({ organization, problems }, { asOf }) => ({
    kind: 'letter',
    title: '关于督促整改逾期问题的函',
    to: organization.name,
    parts: saidOf(problems, dayText(asOf)).map((text) => ({ kind: 'text', text })),
    signature: organization.parent?.name ?? '',
    annexes: problems.length === 0 ? [] : [annexOf(problems)],
  }),
});

function saidOf(problems: readonly Problem[], day: string): readonly string[] {
  if (problems.length === 0) return [`截至${day}，你单位所属党组织没有逾期未整改的问题。`];
  const longest = Math.max(...problems.map(({ daysOverdue }) => daysOverdue));
  const organizations = new Set(problems.map(({ organization }) => organization.code)).size;
  return [
    `截至${day}，你单位所属${organizations}个党组织有${problems.length}个问题逾期未完成整改，逾期最长的已${longest}天，现予督办。`,
    '请督促责任岗位和责任人抓紧整改，完成后及时报告并附佐证，由上级党组织验收销号；确需延期的，应当说明理由，报上级党组织批准。问题及已告知的层级见附件。',
    '特此函告。',
  ];
}

const annexOf = (problems: readonly Problem[]): Table => ({
  title: '逾期未整改问题',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '党支部（党组织）', width: 8 },
    { heading: '问题', width: 9 },
    { heading: '责任岗位', width: 5 },
    { heading: '完成时限', width: 5 },
    { heading: '逾期天数', width: 4 },
    { heading: '已告知', width: 7 },
  ],
  rows: problems.map((one, index) => [
    index + 1,
    one.organization.name,
    [one.itemText, one.note].filter((text) => text !== null).join('：'),
    cell(one.rectification?.post),
    cell(one.rectification?.dueOn),
    one.daysOverdue,
    one.answering.map(({ label, since }) => `${label}（${since}）`).join('；'),
  ]),
});
