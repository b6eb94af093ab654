import { designationContract, programmeKinds, programmeLevels } from '@zhibu/contracts';
import type { DesignationCount } from '../../generated/schema.ts';
import { countedAs } from './designation.rules.ts';

const statuses = Object.keys(designationContract.statuses);

/** What was counted under an organization, by level, kind and status in the order of their words; what is zero is left out. */
export const designationCounts = (counts: ReadonlyMap<string, number>): readonly DesignationCount[] =>
  [...counts]
    .map(([value, count]) => ({ ...countedAs(value), count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));

const placeOf = ({ level, kind, status }: DesignationCount): string =>
  [placeIn(programmeLevels, level), placeIn(programmeKinds, kind), placeIn(statuses, status)].join(' ');

const placeIn = (words: readonly string[], word: string): string => String(words.indexOf(word)).padStart(2, '0');
