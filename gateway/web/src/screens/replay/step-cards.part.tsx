import { useAnswer } from '../../answers/answers.ts';
import { replayEffectsDocument } from '../../generated/replay-effects.document.ts';
import { Answer } from '../../parts/answer.part.tsx';
import { Card } from '../../parts/card.part.tsx';
import { Empty } from '../../parts/empty.part.tsx';
import { Grade, lookOf } from '../../parts/grade.part.tsx';
import { Icon } from '../../parts/icon.part.tsx';
import { instantText } from '../../words/days.ts';
import { fill, words } from '../../words/words.ts';
import { InputsTable } from './inputs-table.part.tsx';
import { changeAt, givenBy, type Rated, type Span, type Step } from './steps.ts';

const says = words.replay;

interface StepOf {
  readonly steps: readonly Step[];
  readonly index: number;
  readonly spans: readonly Span[];
}

/** A step: what held before it and after it, what it was computed from, what it led to. */
export function StepCards({ steps, index, spans }: StepOf) {
  const step = steps[index];
  if (!step) return null;
  const { before, after } = changeAt(steps, index, spans);
  const own = givenBy(step.eventId, spans);
  return (
    <>
      <Card title={fill(says.nth, { at: index + 1, says: step.says })}>
        <div class="change">
          <Held title={says.before} rated={before} />
          <Icon name="right" />
          <Held title={says.after} rated={after} />
        </div>
        {own ? <Grounds decision={own.decision} /> : null}
      </Card>
      {own && own.totals.length > 0 ? (
        <Card title={says.inputs} note={before ? says.changedSince : undefined}>
          <InputsTable now={own} before={before} />
        </Card>
      ) : null}
      <Effects eventId={step.eventId} />
    </>
  );
}

function Grounds({ decision: { reason, basis } }: { readonly decision: Rated['decision'] }) {
  return (
    <>
      {reason === null ? null : <p>{fill(says.reason, { reason })}</p>}
      {basis === null ? null : <p>{fill(says.basis, { basis })}</p>}
    </>
  );
}

function Held({ title, rated }: { readonly title: string; readonly rated: Rated | undefined }) {
  if (!rated)
    return (
      <div class="held">
        <p class="note">{title}</p>
        <p>{says.noGrade}</p>
      </div>
    );
  return (
    <div class="held">
      <p class="note">{title}</p>
      <Grade label={rated.label} look={lookOf(rated.standing)} size="large" />
      {rated.score === null ? null : <p>{fill(words.frame.points, { score: rated.score })}</p>}
      <p class="note">{fill(words.frame.moment.period, { period: rated.period })}</p>
    </div>
  );
}

function Effects({ eventId }: { readonly eventId: string }) {
  const answer = useAnswer(replayEffectsDocument, { eventId });
  return (
    <Card title={says.effects}>
      <Answer of={answer} lines={1}>
        {({ ledTo }) =>
          ledTo.length === 0 ? (
            <Empty says={says.noEffects} />
          ) : (
            <ul class="effects">
              {ledTo.map((effect) => (
                <li key={effect.eventId}>
                  {effect.says} <span class="note">{instantText(effect.recordedAt)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Card>
  );
}
