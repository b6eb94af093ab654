import type { TaskQuery } from '../../generated/task.document.ts';
import { addressOf } from '../../navigation.ts';
import { Card } from '../../parts/card.part.tsx';
import { type Fact, Facts } from '../../parts/facts.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { Tag } from '../../parts/tag.part.tsx';
import { dayText } from '../../words/days.ts';
import { language } from '../../words/language.ts';
import { fill, words } from '../../words/words.ts';
import { dueOf } from '../todo/due.ts';

const says = words.task;

export type TaskProblem = NonNullable<TaskQuery['problem']>;

interface ProblemCardOf {
  readonly problem: TaskProblem;
  readonly day: string;
  readonly personId: string;
}

/** What is lost and why, who answers for it, until when, by which measures. */
export function ProblemCard({ problem, day, personId }: ProblemCardOf) {
  const { organization, source, pointsLost, note, rectification, statusLabel, aspectLabel } = problem;
  const lost = pointsLost === null ? source.label : fill(words.todo.lost, { source: source.label, points: pointsLost });
  return (
    <Card title={says.problem} note={statusLabel}>
      <Facts
        facts={[
          { name: says.of, value: <Link to={addressOf(organization)}>{organization.name}</Link> },
          { name: says.aspect, value: aspectLabel },
          { name: says.why, value: lost },
          ...told(says.note, note),
          ...told(says.post, rectification && postOf(rectification, personId)),
          { name: says.due, value: <Until problem={problem} day={day} /> },
          ...told(says.measures, rectification?.measures),
        ]}
      />
    </Card>
  );
}

const told = (name: string, value: string | null | undefined): readonly Fact[] =>
  value === null || value === undefined ? [] : [{ name, value }];

const postOf = ({ post, responsibleId }: NonNullable<TaskProblem['rectification']>, personId: string): string =>
  responsibleId === personId ? fill(says.you, { post }) : post;

function Until({ problem, day }: { readonly problem: TaskProblem; readonly day: string }) {
  const due = dueOf(problem, day);
  if (due === undefined) return <>{words.frame.none}</>;
  return (
    <>
      {due.day === undefined ? null : `${dayText(due.day, language)} `}
      <Tag look={due.look} icon={due.look === 'late' ? 'clock' : undefined}>
        {due.says}
      </Tag>
    </>
  );
}
