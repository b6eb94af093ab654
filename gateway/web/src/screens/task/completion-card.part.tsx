import { Card } from '../../parts/card.part.tsx';
import { instantText } from '../../words/days.ts';
import { fill, words } from '../../words/words.ts';
import type { TaskProblem } from './problem-card.part.tsx';

const says = words.task;
const HASH = /^[0-9a-f]{64}$/;

/** What was reported last with what shows it; and where it was sent back, why. */
export function CompletionCard({ problem }: { readonly problem: Pick<TaskProblem, 'completion' | 'steps'> }) {
  const { completion, steps } = problem;
  const reported = steps.filter(({ type }) => type === 'CompletionReported').slice(-1)[0];
  const last = steps.filter(({ type }) => type === 'CompletionReported' || type === 'CompletionRejected').slice(-1)[0];
  if (completion === null || !reported) return null;
  return (
    <Card title={says.reported} note={instantText(reported.recordedAt)}>
      <p>{completion}</p>
      <ul class="attached">
        {reported.evidence.map((line, index) => (
          <li key={line}>
            {HASH.test(line) ? (
              <a href={`/evidence/${line}`} download>
                {fill(says.download, { number: index + 1 })}
              </a>
            ) : (
              line
            )}
          </li>
        ))}
      </ul>
      {last?.type === 'CompletionRejected' ? (
        <p class="field-fault">{fill(says.sentBack, { reason: last.reason ?? '' })}</p>
      ) : null}
    </Card>
  );
}
