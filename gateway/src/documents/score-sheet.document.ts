import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import type { Table } from './paper.ts';
import { placed, PLACE, roundName, unitOf } from './wording.ts';

const rating = z.object({
  label: z.string(),
  score: z.string().nullable(),
  says: z.string(),
  confirmed: z.boolean(),
  totals: z.array(z.object({ label: z.string(), rater: z.string(), weight: z.string(), total: z.string() })),
  findings: z.array(
    z.object({
      item: z.string(),
      rater: z.string(),
      pointsLost: z.string(),
      note: z.string().nullable(),
      evidence: z.array(z.string()),
    }),
  ),
  decision: z.object({
    edition: z
      .object({
        label: z.string(),
        documentNo: z.string(),
        aspects: z.array(
          z.object({
            label: z.string(),
            items: z.array(
              z.object({ item: z.string(), says: z.string(), points: z.string(), criteria: z.string().nullable() }),
            ),
          }),
        ),
      })
      .nullable(),
  }),
});
type Rating = z.infer<typeof rating>;
const answer = z.object({ branch: z.object({ organization: placed, rating: rating.nullable() }) });

/** 评分表: of a branch, item by item, as its raters filled it in. */
export const scoreSheet = documentOf({
  name: 'score-sheet',
  form: 'sheets',
  asks: z.object({ branchId: argument.branchId, scheme: argument.scheme, period: argument.period }),
  query: `query ($branchId: ID!, $scheme: String!, $period: String!, $asOf: Date!, $knownAt: DateTime!) {
    branch(id: $branchId, asOf: $asOf, knownAt: $knownAt) {
      organization { ...Place }
      rating(scheme: $scheme, period: $period) {
        label score says confirmed
        totals { label rater weight total }
        findings { item rater pointsLost note evidence }
        decision { edition { label documentNo aspects { label items { item says points criteria } } } }
      }
    }
  }
  ${PLACE}`,
  answer,
  paper({ branch: { organization, rating: found } }, { period, scheme }) {
    const title = `${roundName(period, scheme)}评分表`;
    const note = `党支部：${organization.name}　单位：${unitOf(organization)}　${found ? standing(found) : '未评定'}`;
    return {
      kind: 'sheets',
      title,
      tables: [itemsOf({ title, note }, found), ...(found ? [totalsOf(note, found)] : [])],
    };
  },
});

const standing = ({ label, score, confirmed }: Rating): string =>
  `等次：${label}　得分：${score ?? '—'}　${confirmed ? '已核准' : '未核准'}`;

function itemsOf(head: { readonly title: string; readonly note: string }, found: Rating | null): Table {
  const raters = new Map(found?.totals.map(({ rater, label }) => [rater, label]));
  const lost = Map.groupBy(found?.findings ?? [], ({ item }) => item);
  const items = (found?.decision.edition?.aspects ?? []).flatMap(({ label, items: of }) =>
    of.map((item) => ({ aspect: label, ...item })),
  );
  return {
    ...head,
    columns: [
      { heading: '方面', width: 8 },
      { heading: '项目', width: 5 },
      { heading: '内容', width: 20 },
      { heading: '分值', width: 4 },
      { heading: '评分标准', width: 18 },
      { heading: '评分方', width: 6 },
      { heading: '扣分', width: 4 },
      { heading: '扣分理由', width: 18 },
      { heading: '佐证', width: 10 },
    ],
    rows: items.flatMap(({ aspect, item, says, points, criteria }) => {
      const head = [aspect, item, says, points, criteria ?? ''];
      const losses = (lost.get(item) ?? []).map(({ rater, pointsLost, note, evidence }) => [
        ...head,
        raters.get(rater) ?? rater,
        pointsLost,
        note ?? '',
        evidence.join('、'),
      ]);
      return losses.length > 0 ? losses : [[...head, '', '', '', '']];
    }),
  };
}

const totalsOf = (note: string, { totals, says }: Rating): Table => ({
  title: '评分汇总',
  note: `${note}　${says}`,
  columns: [
    { heading: '评分方', width: 16 },
    { heading: '权重', width: 10 },
    { heading: '得分', width: 10 },
  ],
  rows: totals.map(({ label, weight, total }) => [label, weight, total]),
});
