import type { TodoBranchQuery } from '../../generated/todo-branch.document.ts';
import { Grade, lookOf } from '../../parts/grade.part.tsx';
import { fill, words } from '../../words/words.ts';

const says = words.todo;

type Branch = NonNullable<TodoBranchQuery['branch']>;
type Rating = NonNullable<Branch['rating']>;

/** My branch in one card: its grade, and what is between it and the next better one. */
export function BranchCard({
  branch: { organization, rating },
}: {
  readonly branch: Pick<Branch, 'organization' | 'rating'>;
}) {
  return (
    <section class="card branch-card" aria-label={says.branchCard}>
      <div>
        <h2>{organization.name}</h2>
        <p class="note">{rating ? standingOf(rating) : says.ungraded}</p>
      </div>
      {rating ? <Grade label={rating.label} look={lookOf(rating.standing)} size="large" /> : null}
    </section>
  );
}

function standingOf({ period, score, confirmed, next }: Rating): string {
  const points = score === null ? [] : [fill(words.frame.points, { score })];
  const state = confirmed ? words.frame.confirmed : words.frame.provisional;
  return [fill(says.ofYear, { period }), ...points, state, distanceOf(next)].filter((part) => part !== '').join(' · ');
}

/** How far it is; the empty text where nothing tells. A grade of before the platform has no score, and no distance. */
export function distanceOf(next: Rating['next']): string {
  if (next === null) return '';
  const { label, pointsShort, blockedBy } = next;
  if (Number(pointsShort) > 0) return fill(says.short, { points: pointsShort, next: label });
  return blockedBy.length === 0 ? '' : fill(says.blocked, { next: label, reasons: blockedBy.join(says.and) });
}
