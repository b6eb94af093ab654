import type { EditionContent, EditionRater, GradingFinding, RatingEntry } from '@zhibu/contracts';
import { compare, toText, zero } from '@zhibu/kernel';
import type { GradingInputs } from './grading.state.ts';
import { pointsLost, type ScoredItem, scoredItems, weightedRaters } from './score.rules.ts';

const NOTE_LIMIT = 8000;

/** What cost points: per item and itemised rater, in the edition's order, capped at the item's points and unweighted. */
export function findingsOf(content: EditionContent, { ratings }: GradingInputs): readonly GradingFinding[] {
  return scoredItems(content).flatMap((item) => weightedRaters(content).flatMap((rater) =>
    findingOf(item, rater, ratings.get(rater.code) ?? [])));
}

function findingOf(item: ScoredItem, rater: EditionRater, entries: readonly RatingEntry[]): readonly GradingFinding[] {
  const lost = pointsLost(item, entries);
  if (item.aspect === null || item.bonus || compare(lost, zero) === 0) return [];
  const causes = entries.filter((entry) => entry.item === item.code);
  // Sorted, because the order in which a rater lists the causes says nothing.
  const notes = causes.flatMap(({ note }) => note ?? []).sort();
  const evidence = [...new Set(causes.flatMap((entry) => entry.evidence ?? []))].sort();
  return [{
    item: item.code, aspect: item.aspect, rater: rater.code, pointsLost: toText(lost),
    ...(notes.length > 0 && { note: shortened(notes.join('\n')) }),
    ...(evidence.length > 0 && { evidence }),
  }];
}

/** Cut between characters, never inside one. */
function shortened(note: string): string {
  if (note.length <= NOTE_LIMIT) return note;
  const cut = note.slice(0, NOTE_LIMIT - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
