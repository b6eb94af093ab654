import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../parts/icon.part.tsx';
import { instantText } from '../../words/days.ts';
import { fill, words } from '../../words/words.ts';
import { isDecision, type Step } from './steps.ts';

const says = words.replay;

interface StepsOf {
  readonly steps: readonly Step[];
  readonly index: number;
  readonly onStep: (index: number) => void;
  readonly isPlaying: boolean;
  readonly onPlay: () => void;
}

/** The steps with both clocks, round for facts and square for decisions. */
export function StepsCard(of: StepsOf) {
  const list = useInView(of.index);
  return (
    <section class="card steps" aria-label={says.steps}>
      <Player {...of} />
      <ol ref={list} tabIndex={0} aria-label={says.steps}>
        {of.steps.map((step, at) => (
          <li key={step.eventId} class={isDecision(step) ? 'decision' : 'fact'}>
            <button type="button" aria-current={at === of.index ? 'step' : undefined} onClick={() => of.onStep(at)}>
              <b>{at + 1}</b>
              <span>
                {step.says}
                <span class="note">{clocksOf(step)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A list that shows the step that is looked at, and leaves the page where it is. */
function useInView(index: number) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const { current } = list;
    const chosen = current?.children[index];
    if (!current || !(chosen instanceof HTMLElement)) return;
    const top = chosen.offsetTop - current.offsetTop;
    if (top < current.scrollTop) current.scrollTop = top;
    const bottom = top + chosen.offsetHeight - current.clientHeight;
    if (bottom > current.scrollTop) current.scrollTop = bottom;
  }, [index]);
  return list;
}

const clocksOf = ({ recordedAt, effectiveOn }: Step): string =>
  fill(says.recorded, { at: instantText(recordedAt) }) +
  (effectiveOn === null ? '' : fill(says.effective, { on: effectiveOn }));

function Player({ steps, index, onStep, isPlaying, onPlay }: StepsOf) {
  const last = steps.length - 1;
  return (
    <div class="player">
      <button
        type="button"
        class="button"
        disabled={index === 0}
        onClick={() => onStep(index - 1)}
        aria-label={says.previous}
      >
        <Icon name="left" />
      </button>
      <input
        type="range"
        min={1}
        max={steps.length}
        value={index + 1}
        aria-label={says.step}
        onInput={({ currentTarget }) => onStep(Number(currentTarget.value) - 1)}
      />
      <button
        type="button"
        class="button"
        disabled={index === last}
        onClick={() => onStep(index + 1)}
        aria-label={says.following}
      >
        <Icon name="right" />
      </button>
      <button type="button" class="button" onClick={onPlay}>
        {isPlaying ? says.pause : says.play}
      </button>
      <span>{fill(says.place, { at: index + 1, of: steps.length })}</span>
    </div>
  );
}
