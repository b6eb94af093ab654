import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { dayText, type Part } from './paper.ts';
import { ordinal, roundName } from './wording.ts';

const edition = z.object({
  label: z.string(),
  documentNo: z.string(),
  sectorLabel: z.string(),
  grades: z.array(z.object({ label: z.string(), from: z.string().nullable(), quota: z.string().nullable() })),
  rules: z.array(z.object({ kind: z.string(), says: z.string() })),
});
const answer = z.object({
  organization: z.object({ name: z.string() }),
  round: z.object({
    inScope: z.number(),
    editions: z.array(edition),
    steps: z.array(z.object({ label: z.string(), from: z.string().nullable(), to: z.string() })),
  }),
});
type Answer = z.infer<typeof answer>;

/** 定级通知: what a round grades by, in which steps. */
export const gradingNotice = documentOf({
  name: 'grading-notice',
  form: 'letter',
  asks: z.object({ under: argument.under, scheme: argument.scheme, period: argument.period }),
  query: `query ($under: ID!, $scheme: String!, $period: String!, $asOf: Date!, $knownAt: DateTime!) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    round(workCommitteeId: $under, scheme: $scheme, period: $period, knownAt: $knownAt) {
      inScope
      editions { label documentNo sectorLabel grades { label from quota } rules { kind says } }
      steps { label from to }
    }
  }`,
  answer,
  paper: ({ organization, round }, { period, scheme }) => ({
    kind: 'letter',
    title: `关于开展${roundName(period, scheme)}工作的通知`,
    to: '各部门和单位，各基层党组织',
    parts: partsOf(round, roundName(period, scheme)),
    signature: organization.name,
    annexes: [],
  }),
});

function partsOf({ inScope, editions, steps }: Answer['round'], round: string): readonly Part[] {
  const chapters: readonly (readonly [string, readonly string[]])[] = [
    ['评定范围', [`截至评定年度最后一日，所属应参加评定的党支部共${inScope}个，应评尽评。`]],
    [
      '评定依据',
      editions.map(({ label, documentNo, sectorLabel }) => `${sectorLabel}领域：《${label}》（${documentNo}）。`),
    ],
    ['等次设置', editions.map(gradesOf)],
    ['评定步骤', steps.map((step, index) => `（${ordinal(index)}）${step.label}：${daysOf(step)}。`)],
    [
      '有关要求',
      [
        '支部自评、测评和上级评定应实事求是，上级评定的每项扣分均须写明理由，扣3分以上的须附佐证。',
        '失分问题纳入问题清单，到项、到岗、到人整改；评定为后进等次的，列为后进整顿对象。',
      ],
    ],
  ];
  return [
    { kind: 'text', text: `为做好${round}工作，现将有关事项通知如下。` },
    ...chapters
      .filter(([, texts]) => texts.length > 0)
      .flatMap(([heading, texts], index): readonly Part[] => [
        { kind: 'heading', text: `${ordinal(index)}、${heading}` },
        ...texts.map((text) => ({ kind: 'text' as const, text })),
      ]),
  ];
}

const gradesOf = ({ label, grades }: Answer['round']['editions'][number]): string =>
  `《${label}》设${grades.map((grade) => grade.label).join('、')}${grades.length}个等次：${grades
    .map(
      (grade) =>
        `${grade.label}${grade.from === null ? '' : `须达到${grade.from}分`}${grade.quota === null ? '' : `（${grade.quota}）`}`,
    )
    .join('；')}。`;

const daysOf = ({ from, to }: { readonly from: string | null; readonly to: string }): string =>
  from === null ? `${dayText(to)}前完成` : `${dayText(from)}至${dayText(to)}`;
