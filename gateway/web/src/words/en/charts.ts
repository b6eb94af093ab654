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
  aspects: { sentence: 'Problems by aspect: {parts}', part: '{count} {label}', and: ', ' },
};
