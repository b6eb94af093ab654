import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { placed, PLACE, unitOf } from './wording.ts';

const match = z.object({
  branch: z.object({ organization: placed }),
  matchedOn: z.string(),
  source: z.string(),
  fields: z.array(
    z.object({
      field: z.string(),
      reported: z.string().nullable(),
      system: z.string().nullable(),
      differs: z.boolean(),
    }),
  ),
});
const answer = z.object({ organization: z.object({ name: z.string() }), dataMatches: z.array(match) });

/** 数据比对表: what branches reported of the five basics beside what the systems say. */
export const dataComparison = documentOf({
  name: 'data-comparison',
  form: 'sheets',
  asks: z.object({ under: argument.under }),
  query: `query ($under: ID!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    dataMatches(under: $under, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node {
        branch { organization { ...Place } } matchedOn source fields { field reported system differs }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'dataMatches',
  answer,
  paper: ({ organization, dataMatches }, { asOf }) => ({
    kind: 'sheets',
    title: '五个基本数据比对表',
    tables: [
      {
        title: '五个基本数据比对表',
        note: `单位：${organization.name}　截至${asOf}`,
        columns: columns.map(([heading, width]) => ({ heading, width })),
        rows: dataMatches
          .flatMap(({ branch, fields, ...match }) => fields.map((field) => ({ ...branch, ...match, ...field })))
          .map(({ organization: place, ...one }, index) => [
            index + 1,
            place.name,
            unitOf(place),
            one.field,
            one.reported ?? '未填报',
            one.system ?? '系统无数据',
            one.differs ? '不符' : '相符',
            one.source,
            one.matchedOn,
          ]),
      },
    ],
  }),
});

const columns = [
  ['序号', 3],
  ['党支部', 16],
  ['单位', 12],
  ['数据项', 14],
  ['支部填报', 10],
  ['系统数据', 10],
  ['比对结果', 6],
  ['数据来源', 12],
  ['比对日期', 9],
] as const;
