import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { dayText, type Part } from './paper.ts';
import { placed, PLACE, unitOf } from './wording.ts';

const due = placed.extend({
  committeeElectedOn: z.string().nullable(),
  termYears: z.number().nullable(),
  termEndsOn: z.string().nullable(),
  extensions: z.array(z.object({ until: z.string(), basis: z.string() })),
});
const answer = z.object({ organization: z.object({ name: z.string() }), organizationsWithFinding: z.array(due) });

const codes = ['election-due', 'term-over'] as const;
type Code = (typeof codes)[number];

/** 换届提醒函: whose term ends within six months, or has ended without an election. */
export const electionReminder = documentOf({
  name: 'election-reminder',
  form: 'letter',
  asks: z.object({ under: argument.under, finding: z.enum(codes).default('election-due') }),
  query: `query ($under: ID!, $finding: String!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    organizationsWithFinding(under: $under, code: $finding, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node { ...Place committeeElectedOn termYears termEndsOn extensions { until basis } } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'organizationsWithFinding',
  answer,
  paper: ({ organization, organizationsWithFinding: found }, { asOf, finding }) => ({
    kind: 'letter',
    title: finding === 'election-due' ? '关于做好党组织换届工作的提醒函' : '关于任期届满未换届的提醒函',
    to: '有关党组织',
    parts: partsOf(finding, found.length, dayText(asOf)),
    signature: organization.name,
    annexes: [
      {
        title: finding === 'election-due' ? '六个月内任期届满的党组织' : '任期届满未换届的党组织',
        columns: [
          { heading: '序号', width: 3 },
          { heading: '党组织', width: 9 },
          { heading: '单位', width: 7 },
          { heading: '上次换届', width: 5 },
          { heading: '任期', width: 3 },
          { heading: '延期', width: 7 },
          { heading: '届满日期', width: 5 },
        ],
        rows: found.map((one, index) => [
          index + 1,
          one.name,
          unitOf(one),
          one.committeeElectedOn ?? '',
          one.termYears === null ? '' : `${one.termYears}年`,
          one.extensions.map(({ until, basis }) => `延至${until}（${basis}）`).join('；'),
          one.termEndsOn ?? '',
        ]),
      },
    ].filter(({ rows }) => rows.length > 0),
  }),
});

function partsOf(finding: Code, count: number, day: string): readonly Part[] {
  const text = (said: string): Part => ({ kind: 'text', text: said });
  const all: Readonly<Record<Code, readonly Part[]>> = {
    'election-due': [
      text(`截至${day}，有${count}个党组织将在六个月内任期届满，名单见附件。`),
      text(
        '请提前做好换届准备工作，按期进行换届选举；如需延期或者提前换届，应当报上级党组织批准，延长期限一般不超过1年。',
      ),
    ],
    'term-over': [
      text(`截至${day}，有${count}个党组织任期届满尚未换届，名单见附件。`),
      text('请说明原因，尽快完成换届选举，并将选举结果报上级党组织批准；确需延期的，应当报上级党组织批准。'),
    ],
  };
  return count === 0 ? [text(`截至${day}，没有需要提醒换届的党组织。`)] : all[finding];
}
