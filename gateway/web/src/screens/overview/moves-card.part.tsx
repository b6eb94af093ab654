import { Flow } from '../../charts/flow.chart.tsx';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { looksOf } from '../../parts/grade.part.tsx';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';
import { type Grade, type Reached, strivingOf, type Transition } from './moves.ts';
import type { Scope } from './scope.ts';

const says = words.overview;
const UNGRADED = '';

interface MovesOf {
  readonly scope: Scope;
  readonly grades: readonly Grade[];
  readonly transitions: readonly Transition[];
}

/** 升降去向: who went from which grade to which, and the policy's own three sentences. */
export function MovesCard({ scope, grades, transitions }: MovesOf) {
  if (transitions.every(({ fromGrade }) => fromGrade === null))
    return (
      <Card title={says.moves}>
        <Empty says={fill(says.noMoves, { before: scope.before })} />
      </Card>
    );
  const looks = looksOf(grades);
  const known = grades.map(({ grade, label }) => ({ grade, label, look: looks.get(grade) ?? 'ungraded' }) as const);
  const ungraded = { grade: UNGRADED, label: words.frame.ungraded, look: 'ungraded' } as const;
  const moves = transitions.map(({ fromGrade, toGrade, count }) => ({
    from: fromGrade ?? UNGRADED,
    to: toGrade,
    count,
  }));
  const { lagging, ordinary, leading } = strivingOf(grades, transitions);
  const year = (period: string): string => fill(words.frame.moment.period, { period });
  return (
    <Card title={says.moves}>
      <Flow from={year(scope.before)} to={year(scope.period)} grades={[...known, ungraded]} moves={moves} />
      <ul class="striving">
        <Sentence title={says.catchUp} says={says.caughtUp} reached={lagging} />
        <Sentence title={says.contend} says={says.contended} reached={ordinary} />
        <Sentence title={says.advance} says={says.advanced} reached={leading} />
      </ul>
    </Card>
  );
}

function Sentence({
  title,
  says: text,
  reached: { reached, of },
}: {
  readonly title: string;
  readonly says: string;
  readonly reached: Reached;
}) {
  return (
    <li>
      <p class="note">{title}</p>
      <p>
        <strong class="count">{whole(reached)}</strong> {fill(text, { of: whole(of) })}
      </p>
    </li>
  );
}
