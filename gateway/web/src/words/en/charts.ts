import type { Words } from '../shape.ts';

export const charts: Words['charts'] = {
  distribution: {
    sentence: '{year}: {shares}',
    part: '{count} {label}',
    and: ', ',
    then: '; ',
    year: 'Year',
    grade: 'Grade',
    count: 'Count',
    share: 'Share',
  },
  flow: {
    sentence: 'Where grades went from {from} to {to}: {parts}',
    part: '{count} from {from} to {to}',
    and: ', ',
    count: 'Count',
  },
  scale: {
    sentence: 'Score {score}; thresholds: {steps}',
    part: '{label} from {from}',
    and: ', ',
    grade: 'Grade',
    from: 'From',
  },
  clocks: {
    sentence: '{count} changes of what was known of the grade, with the whole answer after each',
    knownFrom: 'Recorded at',
    from: 'From',
    to: 'Until',
    open: 'open',
    grade: 'Grade',
    provisional: '{said} (provisional)',
    confirmed: 'Round closed',
    ended: 'Organization changed',
    decided: '{period} {decision}',
    changed: 'changed',
  },
  aspects: { sentence: 'Problems by aspect: {parts}', part: '{count} {label}', and: ', ' },
};
