import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { INSPECTED, inspected, standingIn, visitDay } from './inspected.ts';
import { type Cell, cell } from './paper.ts';
import { unitOf } from './wording.ts';

const designation = z.object({
  programmeTitle: z.string().nullable(),
  levelLabel: z.string(),
  kindLabel: z.string(),
  since: z.string().nullable(),
  until: z.string().nullable(),
  statusLabel: z.string(),
  reinspectionDueOn: z.string().nullable(),
});
const reviewed = inspected.extend({
  designations: z.array(
    z.object({
      programme: z.string(),
      outcome: z.object({ label: z.string() }).nullable(),
      designation: designation.nullable(),
    }),
  ),
});
type Reviewed = z.infer<typeof reviewed>;
const answer = z.object({ organization: z.object({ name: z.string() }), inspections: z.array(reviewed) });

/** 复核情况表: designation by designation, the visits of a year that reviewed them. */
export const reinspectionTable = documentOf({
  name: 'reinspection-table',
  form: 'sheets',
  asks: z.object({ under: argument.under, year: argument.period }),
  query: `query ($under: ID!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    inspections(under: $under, filter: { purpose: "reinspection" }, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node { ...Inspected designations {
        programme outcome { label }
        designation { programmeTitle levelLabel kindLabel since until statusLabel reinspectionDueOn }
      } } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${INSPECTED}`,
  list: 'inspections',
  answer,
  paper({ organization, inspections }, { year, asOf }) {
    const made = inspections.filter((one) => one.status !== 'cancelled' && visitDay(one).startsWith(year));
    const title = `${year}年命名复核情况表`;
    return {
      kind: 'sheets',
      title,
      tables: [
        {
          title,
          note: `单位：${organization.name}　截至${asOf}`,
          columns: columns.map(([heading, width]) => ({ heading, width })),
          rows: made.flatMap(rowsOf).map((row, index) => [index + 1, ...row]),
        },
      ],
    };
  },
});

const columns = [
  ['序号', 3],
  ['党组织', 12],
  ['单位', 9],
  ['级别', 6],
  ['类别', 8],
  ['命名日期', 8],
  ['有效期届满', 8],
  ['复核日期', 8],
  ['方式', 6],
  ['结论', 6],
  ['问题', 20],
  ['目前状态', 7],
  ['下次复核期限', 8],
] as const;

const rowsOf = (one: Reviewed): readonly (readonly Cell[])[] =>
  one.designations.map(({ programme, outcome, designation: named }) => [
    one.organization.name,
    unitOf(one.organization),
    ...namingOf(named, programme),
    visitDay(one),
    one.mode.label,
    outcome?.label ?? '尚未作出',
    problemsOf(one, programme),
    cell(named?.statusLabel),
    cell(named?.reinspectionDueOn),
  ]);

/** Of a designation that is not known by then the number of its programme. */
const namingOf = (named: z.infer<typeof designation> | null, programme: string): readonly Cell[] =>
  named ? [named.levelLabel, named.kindLabel, cell(named.since), cell(named.until)] : ['', programme, '', ''];

/** What concerns the designation, or the organization as a whole. */
const problemsOf = (one: Reviewed, programme: string): string =>
  standingIn(one)
    .filter((found) => found.programme === null || found.programme === programme)
    .map(({ aspect, says }) => `${aspect.label}：${says}`)
    .join('\n');
