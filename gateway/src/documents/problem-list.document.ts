import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { placed, PLACE, unitOf } from './wording.ts';

const problem = z.object({
  organization: placed,
  aspectLabel: z.string(),
  item: z.string().nullable(),
  itemText: z.string().nullable(),
  note: z.string().nullable(),
  pointsLost: z.string().nullable(),
  source: z.object({ label: z.string() }),
  statusLabel: z.string(),
  identifiedOn: z.string(),
  foundAgain: z.number(),
  recurrenceOf: z.object({ id: z.string() }).nullable(),
});
const answer = z.object({ organization: z.object({ name: z.string() }), problems: z.array(problem) });

/** 问题清单: what is open. */
export const problemList = documentOf({
  name: 'problem-list',
  form: 'sheets',
  asks: z.object({ under: argument.under }),
  query: `query ($under: ID!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    problems(under: $under, filter: { open: true }, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node {
        organization { ...Place } aspectLabel item itemText note pointsLost source { label } statusLabel identifiedOn foundAgain
        recurrenceOf { id }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'problems',
  answer,
  paper: ({ organization, problems }, { asOf }) => ({
    kind: 'sheets',
    title: '问题清单',
    tables: [
      {
        title: '问题清单',
        note: `单位：${organization.name}　未销号问题${problems.length}个　截至${asOf}`,
        columns: [
          { heading: '序号', width: 3 },
          { heading: '党支部（党组织）', width: 14 },
          { heading: '单位', width: 10 },
          { heading: '方面', width: 8 },
          { heading: '项目', width: 5 },
          { heading: '问题', width: 18 },
          { heading: '具体表现', width: 20 },
          { heading: '来源', width: 6 },
          { heading: '发现日期', width: 9 },
          { heading: '失分', width: 4 },
          { heading: '状态', width: 6 },
          { heading: '是否反复', width: 8 },
        ],
        rows: problems.map((one, index) => [
          index + 1,
          one.organization.name,
          unitOf(one.organization),
          one.aspectLabel,
          one.item ?? '',
          one.itemText ?? '',
          one.note ?? '',
          one.source.label,
          one.identifiedOn,
          one.pointsLost ?? '',
          one.statusLabel,
          repeated(one),
        ]),
      },
    ],
  }),
});

const repeated = ({ recurrenceOf, foundAgain }: z.infer<typeof problem>): string =>
  [...(recurrenceOf ? ['一年内再次出现'] : []), ...(foundAgain > 0 ? [`又发现${foundAgain}次`] : [])].join('；');
