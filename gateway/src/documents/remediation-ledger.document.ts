import { wordsOfScheme } from '@zhibu/contracts';
import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { named, nameOf, placed, PLACE, unitOf } from './wording.ts';

const remediation = z.object({
  branch: z.object({ organization: placed }),
  year: z.string(),
  status: z.string(),
  statusLabel: z.string(),
  since: z.string(),
  grounds: z.array(z.object({ scheme: z.string() })),
  helper: named,
  problems: z.string().nullable(),
  measures: z.string().nullable(),
  until: z.string().nullable(),
  reports: z.array(z.object({ on: z.string(), says: z.string() })),
  steps: z.array(z.object({ type: z.string(), effectiveOn: z.string() })),
});
type Remediation = z.infer<typeof remediation>;
const answer = z.object({ organization: z.object({ name: z.string() }), remediations: z.array(remediation) });

/** 后进整顿台账: of the lagging branches of a year. */
export const remediationLedger = documentOf({
  name: 'remediation-ledger',
  form: 'sheets',
  asks: z.object({ under: argument.under, year: argument.period }),
  query: `query ($under: ID!, $year: String!, $asOf: Date!, $knownAt: DateTime!, $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    remediations(under: $under, year: $year, asOf: $asOf, knownAt: $knownAt, first: $first, after: $after) {
      edges { node {
        branch { organization { ...Place } } year status statusLabel since grounds { scheme } helper { name } problems measures until
        reports { on says } steps { type effectiveOn }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }
  ${PLACE}`,
  list: 'remediations',
  answer,
  paper: ({ organization, remediations }, { asOf, year }) => ({
    kind: 'sheets',
    title: `${year}年度后进党支部整顿台账`,
    tables: [
      {
        title: `${year}年度后进党支部整顿台账`,
        note: `单位：${organization.name}　截至${asOf}`,
        columns: columns.map(([heading, width]) => ({ heading, width })),
        rows: remediations.map((one, index) => [index + 1, ...rowOf(one)]),
      },
    ],
  }),
});

const columns = [
  ['序号', 3],
  ['党支部', 14],
  ['单位', 10],
  ['评定类别和年度', 8],
  ['列为对象日期', 9],
  ['主要问题', 16],
  ['整顿措施', 16],
  ['帮扶人', 5],
  ['期限', 9],
  ['逐月进展', 20],
  ['验收日期', 9],
  ['核准日期', 9],
  ['状态', 6],
] as const;

function rowOf(one: Remediation): readonly string[] {
  const dayOfLast = (type: string): string => one.steps.findLast((step) => step.type === type)?.effectiveOn ?? '';
  const isAccepted = one.status === 'accepted' || one.status === 'confirmed';
  return [
    one.branch.organization.name,
    unitOf(one.branch.organization),
    `${one.year}年度${[...new Set(one.grounds.map(({ scheme }) => wordsOfScheme(scheme).zh.replace('年度', '')))].join('、')}`,
    dayOfLast('RemediationOpened'),
    one.problems ?? '',
    one.measures ?? '',
    nameOf(one.helper),
    one.until ?? '',
    one.reports.map(({ on, says }) => `${on}：${says}`).join('\n'),
    isAccepted ? dayOfLast('RemediationAccepted') : '',
    one.status === 'confirmed' ? dayOfLast('AcceptanceConfirmed') : '',
    one.statusLabel,
  ];
}
