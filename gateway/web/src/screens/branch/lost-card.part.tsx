import type { BranchProblemsQuery } from '../../generated/branch-problems.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { List } from '../../parts/list.part.tsx';
import { LostBar } from '../../parts/lost-bar.part.tsx';
import { fill, words } from '../../words/words.ts';
import { itemText, lostByAspect, type Rating, weightiest } from './lost.ts';

const says = words.branch;

interface LostOf {
  readonly rating: Rating;
  readonly aspects: NonNullable<Rating['decision']['edition']>['aspects'];
  readonly problems: BranchProblemsQuery['problems'];
}

/** 失分在哪里: the eight aspects by the rater that weighs most, then each item, and the problem that came of it. */
export function LostCard({ rating, aspects, problems }: LostOf) {
  const rater = weightiest(rating);
  const raterLabel = (code: string): string => rating.totals.find((total) => total.rater === code)?.label ?? '';
  const problemOf = (says: string) => problems.edges.find(({ node }) => node.itemText === says)?.node;
  if (rater === undefined)
    return (
      <Card title={says.lost} isWide>
        <Empty says={says.nothingLost} />
      </Card>
    );
  return (
    <Card title={says.lost} note={fill(says.lostBy, { rater: raterLabel(rater) })} isWide>
      <ul class="lost">
        {lostByAspect(aspects, rating.findings, rater).map(({ aspect, label, points, lost }) => (
          <li key={aspect}>
            <span>{label}</span>
            <span>{lost === 0 ? fill(says.whole, { points }) : fill(says.lostOf, { lost, points })}</span>
            <LostBar lost={lost} points={points} />
          </li>
        ))}
      </ul>
      <List
        caption={says.lost}
        rows={rating.findings}
        keyOf={({ item, rater: by }) => `${item} ${by}`}
        columns={[
          { title: says.item, cell: ({ item }) => itemText(aspects, item), isHead: true },
          { title: says.rater, cell: ({ rater: by }) => raterLabel(by) },
          { title: says.points, cell: ({ pointsLost }) => pointsLost, isNumber: true },
          { title: says.noted, cell: ({ note }) => note ?? '' },
          { title: says.rectification, cell: ({ item }) => problemOf(itemText(aspects, item))?.statusLabel ?? '' },
          { title: says.post, cell: ({ item }) => problemOf(itemText(aspects, item))?.rectification?.post ?? '' },
          { title: says.due, cell: ({ item }) => problemOf(itemText(aspects, item))?.rectification?.dueOn ?? '' },
        ]}
      />
    </Card>
  );
}
