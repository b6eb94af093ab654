import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { named, nameOf, placed, PLACE, unitOf } from './wording.ts';

const problem = z.object({
  organization: placed,
  rectification: z.object({ post: z.string(), responsibleId: z.string(), dueOn: z.string() }).nullable(),
  responsible: named,
  overdue: z.boolean(),
});
type Problem = z.infer<typeof problem>;
const answer = z.object({ organization: z.object({ name: z.string() }), problems: z.array(problem) });

/** 责任清单: by post and person, what is open, due next and overdue. */
export const responsibilityList = documentOf({
  name: 'responsibility-list',
  form: 'sheets',
  asks: z.object({ under: argument.under }),
  query: `query ($under: ID!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    problems(under: $under, filter: { open: true }, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node {
        organization { ...Place } rectification { post responsibleId dueOn } responsible { name } overdue
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'problems',
  answer,
  paper({ organization, problems }, { asOf }) {
    const groups = Map.groupBy(problems, ({ organization: { code }, rectification }) =>
      JSON.stringify([code, rectification?.post, rectification?.responsibleId]),
    );
    const rows = [...groups.values()].map((group, index) => [index + 1, ...rowOf(group)]);
    return {
      kind: 'sheets',
      title: '责任清单',
      tables: [{ title: '责任清单', note: `单位：${organization.name}　截至${asOf}`, columns, rows }],
    };
  },
});

const columns = [
  { heading: '序号', width: 3 },
  { heading: '党支部（党组织）', width: 16 },
  { heading: '单位', width: 12 },
  { heading: '责任岗位', width: 8 },
  { heading: '责任人', width: 6 },
  { heading: '未销号问题', width: 6 },
  { heading: '最近时限', width: 9 },
  { heading: '已逾期', width: 5 },
];

function rowOf(group: readonly Problem[]): readonly (string | number)[] {
  const [first] = group;
  if (!first) return [];
  const due = group.flatMap(({ rectification }) => rectification?.dueOn ?? []).sort();
  return [
    first.organization.name,
    unitOf(first.organization),
    first.rectification?.post ?? '尚未明确',
    nameOf(first.responsible),
    group.length,
    due[0] ?? '',
    group.filter(({ overdue }) => overdue).length,
  ];
}
