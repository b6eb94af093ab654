import type { EditionContent } from '@zhibu/contracts';
import { type Fault, fault, type FaultPlace } from '../fault.ts';
import { fileName } from '../reading/file.rules.ts';
import { optionsOf, type PollRow } from '../rows/poll.rules.ts';
import {
  bonusWarning,
  type RatingFault,
  ratingFault,
  type RatingRow,
  ratingTerms,
  type RatingTerms,
} from '../rows/rating.rules.ts';
import { graderOf } from './grader.rules.ts';
import type { Handover } from './handover.ts';
import type { Places } from './scope.rules.ts';

/** What is wrong, or odd, with rows by the edition of their branch alone. */
export interface RowFindings {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Fault[];
}

/**
 * Judges each row by the edition of its branch. Where one edition grades all, reading has done so; where several do, a
 * row was let through that one of them takes.
 */
export function editionRowFindings(handover: Handover, places: Places): RowFindings {
  if (handover.graders.length < 2) return { faults: [], warnings: [] };
  const editionOf: EditionOf = (branch) => {
    const placed = places.get(branch);
    return placed && graderOf(handover.graders, placed);
  };
  const [ratings, polls] = [ratingFindings(handover, editionOf), pollFindings(handover, editionOf)];
  return {
    faults: [...ratings.faults, ...polls.faults, ...vetoFaults(handover, editionOf)],
    warnings: [...ratings.warnings, ...polls.warnings],
  };
}

type EditionOf = (branch: string) => EditionContent | undefined;

function ratingFindings({ graders, period, ratings }: Handover, editionOf: EditionOf): RowFindings {
  const file = fileName('ratings', period);
  const terms = new Map(graders.map((edition) => [edition, ratingTerms(edition)]));
  const every = [...terms.values()];
  const own = ratings.flatMap((row): (readonly [RatingTerms, RatingRow])[] => {
    const edition = editionOf(row.branchCode);
    const of = edition && terms.get(edition);
    return of ? [[of, row]] : [];
  });
  const said = (found: RatingFault | undefined): Fault[] => (found ? [fault(found.code, { file, ...found })] : []);
  // What is odd by every edition was said when it was read.
  const isSaid = (row: RatingRow): boolean => every.every((one) => bonusWarning(one, row));
  return {
    faults: own.flatMap(([of, row]) => said(ratingFault(of, row))),
    warnings: own.flatMap(([of, row]) => (isSaid(row) ? [] : said(bonusWarning(of, row)))),
  };
}

function pollFindings({ period, polls }: Handover, editionOf: EditionOf): RowFindings {
  const file = fileName('polls', period);
  const asksNone = ({ branchCode }: PollRow): boolean => {
    const edition = editionOf(branchCode);
    return edition !== undefined && optionsOf(edition).length === 0;
  };
  return {
    faults: polls.flatMap((row) => pollFaults(editionOf(row.branchCode), row, file)),
    warnings: polls
      .filter(asksNone)
      .map(({ row, branchCode: value }) => fault('poll-not-asked', { file, row, column: 'branchCode', value })),
  };
}

function vetoFaults({ period, vetoes }: Handover, editionOf: EditionOf): readonly Fault[] {
  return vetoes.flatMap(({ row, branchCode, veto: value }) => {
    const edition = editionOf(branchCode);
    if (!edition || edition.vetoes.some(({ code }) => code === value)) return [];
    return [fault('veto-unknown', { file: fileName('vetoes', period), row, column: 'vetoCode', value })];
  });
}

/** Every option of the edition is answered, and no other is but by nobody. */
function pollFaults(edition: EditionContent | undefined, { row, answers }: PollRow, file: string): readonly Fault[] {
  const options = edition ? optionsOf(edition) : [];
  if (options.length === 0) return [];
  const place = (column: string, value: string): FaultPlace => ({ file, row, column, value });
  const strange = Object.entries(answers).filter(([option, count]) => count > 0 && !options.includes(option));
  return [
    ...options.filter((option) => !(option in answers)).map((option) => fault('cell-empty', place(option, ''))),
    ...strange.map(([option, count]) => fault('option-unknown', place(option, String(count)))),
  ];
}
