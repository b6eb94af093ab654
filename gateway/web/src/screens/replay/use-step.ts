import { useEffect, useState } from 'preact/hooks';
import { go, useAddress } from '../../router.ts';
import { stepIn } from './steps.ts';

const PACE_MS = 1_200;

/** Which step is looked at, and the ways to another. */
export interface Stepping {
  readonly index: number;
  readonly toStep: (index: number) => void;
  readonly isPlaying: boolean;
  readonly play: () => void;
}

/** The step of the address; arrows, Home, End and space lead to others, as the buttons do. */
export function useStep(count: number): Stepping {
  const index = stepIn(useAddress().search, count);
  const [isPlaying, setPlaying] = useState(false);
  // Keys may be pressed faster than the page is shown: where one is, the address says.
  const here = (): number => stepIn(location.search, count);
  const toStep = (to: number): void => {
    if (to < 0 || to >= count) return;
    const given = new URLSearchParams(location.search);
    given.set('step', String(to + 1));
    go(`${location.pathname}?${given.toString()}`, 'replace');
  };
  const play = (): void => {
    if (!isPlaying && index === count - 1) toStep(0);
    setPlaying(!isPlaying);
  };
  useKeys({
    ArrowLeft: () => toStep(here() - 1),
    ArrowRight: () => toStep(here() + 1),
    Home: () => toStep(0),
    End: () => toStep(count - 1),
    ' ': play,
  });
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => {
      if (index === count - 1) setPlaying(false);
      else toStep(index + 1);
    }, PACE_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, index]);
  return { index, toStep, isPlaying, play };
}

/** Keys that do something wherever one is, but where what has the focus takes them itself. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const at =
        event.target instanceof Element ? event.target.closest('input, select, textarea, button, summary, a') : null;
      const act = keys[event.key];
      if (!act || at || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  });
}
