import { Distribution, type Distributed } from '../../charts/distribution.chart.tsx';
import type { OverviewQuery } from '../../generated/overview.document.ts';
import { Card } from '../../parts/card.part.tsx';
import { Count } from '../../parts/count.part.tsx';
import { type Look, looksOf, Swatch } from '../../parts/grade.part.tsx';
import { shareOf, whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';
import { listOf } from './lists.ts';
import type { Scope } from './scope.ts';

const says = words.overview;

type Counted = OverviewQuery['before'];

interface GradesOf {
  readonly scope: Scope;
  readonly now: Counted;
  readonly before: Counted;
}

/** 等次分布: this year's beneath last year's, and each grade with its count, its share and its own past. */
export function GradesCard({ scope, now, before }: GradesOf) {
  const looks = looksOf(now.grades);
  const wasGraded = before.grades.some(({ count }) => count > 0);
  const years = [...(wasGraded ? [yearOf(scope.before, before, looks)] : []), yearOf(scope.period, now, looks)];
  return (
    <Card title={says.grades} note={fill(says.ungraded, { count: whole(now.ungraded) })}>
      <Distribution years={years} />
      <ul class="figures">
        {now.grades.map(({ grade, label, count }) => (
          <li key={grade}>
            <p>
              <Swatch look={looks.get(grade) ?? 'ungraded'} /> {label}
            </p>
            <p class="large-count">
              <Count of={count} to={listOf(scope, grade)} label={label} />
              <span class="note">{fill(words.frame.share, { share: shareOf(count, now.branches) })}</span>
            </p>
            {wasGraded ? <p class="note">{changeOf(count, countIn(before, grade))}</p> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

const countIn = ({ grades }: Counted, grade: string): number => grades.find((each) => each.grade === grade)?.count ?? 0;

function changeOf(count: number, was: number): string {
  if (count === was) return says.same;
  return fill(count > was ? says.more : says.fewer, { count: whole(Math.abs(count - was)) });
}

function yearOf(name: string, { grades, ungraded }: Counted, looks: ReadonlyMap<string, Look>): Distributed {
  const shares = grades.map(
    ({ grade, label, count }) => ({ label, count, look: looks.get(grade) ?? 'ungraded' }) as const,
  );
  return { name, shares: [...shares, { label: words.frame.ungraded, look: 'ungraded', count: Math.max(0, ungraded) }] };
}
