import type { Look } from '../parts/grade.part.tsx';

/** What a shape of a chart is filled with, by the look of a grade; the patterns stand once in the page. */
export const fillOf = (look: Look): string => fills[look];

const fills: Readonly<Record<Look, string>> = {
  leading: 'var(--leading)',
  second: 'url(#look-second)',
  ordinary: 'url(#look-ordinary)',
  lagging: 'url(#look-lagging)',
  ungraded: 'var(--card)',
};
