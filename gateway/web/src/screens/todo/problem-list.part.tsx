import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Link } from '../../parts/link.part.tsx';
import { Tag } from '../../parts/tag.part.tsx';
import { whole } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';
import { dueOf, type Waits } from './due.ts';

const says = words.todo;

/** A problem as somebody's work. */
export interface ListedProblem extends Waits {
  readonly id: string;
  readonly itemText: string | null;
  readonly aspectLabel: string;
  readonly pointsLost: string | null;
  readonly statusLabel: string;
  readonly source: { readonly label: string };
  /** Said where problems of several organizations stand together. */
  readonly organization?: { readonly name: string };
}

/** A page of problems, and how many there are. */
export interface ListedProblems {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: ListedProblem }[];
}

interface ProblemListOf {
  readonly title: string;
  readonly of: ListedProblems;
  readonly today: string;
  /** What stands there where there are none. */
  readonly nothing: string;
  /** Their due dates order them; else it is the codes of their organizations. */
  readonly isByDueDate?: boolean;
}

/** Problems that somebody has to do with. */
export function ProblemList({ title, of, today, nothing, isByDueDate = true }: ProblemListOf) {
  const { edges } = of;
  return (
    <Card title={title} note={noteOf(of, isByDueDate)}>
      {edges.length === 0 ? (
        <Empty says={nothing} />
      ) : (
        <ul class="todo-list">
          {edges.map(({ node }) => (
            <OneProblem key={node.id} problem={node} today={today} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function noteOf({ totalCount, edges }: ListedProblems, isByDueDate: boolean): string | undefined {
  if (totalCount === 0) return undefined;
  const count = fill(says.count, { count: whole(totalCount) });
  const part = edges.length < totalCount ? [fill(says.first, { shown: whole(edges.length) })] : [];
  return [count, ...part, isByDueDate ? says.byDueDate : says.byCode].join(' · ');
}

function OneProblem({ problem, today }: { readonly problem: ListedProblem; readonly today: string }) {
  const due = dueOf(problem, today);
  return (
    <li class={due?.look}>
      <div>
        <Link to={`/task/${problem.id}`} class="item">
          {problem.itemText ?? problem.aspectLabel}
        </Link>
        {due === undefined ? null : (
          <Tag look={due.look} icon={due.look === 'late' ? 'clock' : undefined}>
            {due.says}
          </Tag>
        )}
      </div>
      <p class="note">
        {aboutOf(problem, due?.day).map((part) => (
          <span key={part}>{part}</span>
        ))}
      </p>
    </li>
  );
}

/** Whose it is, why, how far it has come, who answers for it, and the day. */
function aboutOf(
  { organization, source, pointsLost, statusLabel, rectification, status }: ListedProblem,
  day: string | undefined,
): readonly string[] {
  const why = pointsLost === null ? source.label : fill(says.lost, { source: source.label, points: pointsLost });
  return [
    ...(organization ? [organization.name] : []),
    why,
    statusLabel,
    ...(rectification ? [rectification.post] : []),
    ...(day === undefined || status === 'reported'
      ? []
      : [status === 'identified' ? fill(says.assignBy, { day }) : day]),
  ];
}
