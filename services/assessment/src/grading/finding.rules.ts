import type { EditionContent, GradingFinding, RatingEntry } from '@zhibu/contracts';
import { compare, lesser, toText, zero } from '@zhibu/kernel';
import type { GradingInputs } from './grading.state.ts';
import { amountsByItem, scoredItems, weightedRaters } from './score.rules.ts';

const NOTE_LIMIT = 8000;

/** What cost points: per item and itemised rater, in the edition's order, capped at the item's points and unweighted. */
export function findingsOf(content: EditionContent, { ratings }: GradingInputs): readonly GradingFinding[] {
  const raters = weightedRaters(content).map(({ code }) => {
    const entries = ratings.get(code) ?? [];
    return { code, amounts: amountsByItem(entries), causes: Map.groupBy(entries, ({ item }) => item) };
  });
  return scoredItems(content).flatMap(({ code: item, aspect, points, bonus }) =>
    raters.flatMap((rater) => {
      const lost = lesser(points, rater.amounts.get(item) ?? zero);
      if (aspect === null || bonus || compare(lost, zero) === 0) return [];
      return [{ item, aspect, rater: rater.code, pointsLost: toText(lost), ...grounds(rater.causes.get(item) ?? []) }];
    }),
  );
}

/** The notes and evidence of an item's entries; sorted, because the order in which a rater lists them says nothing. */
function grounds(causes: readonly RatingEntry[]): Pick<GradingFinding, 'note' | 'evidence'> {
  const notes = causes.flatMap(({ note }) => note ?? []).sort();
  const evidence = [...new Set(causes.flatMap((entry) => entry.evidence ?? []))].sort();
  return { ...(notes.length > 0 && { note: shortened(notes.join('\n')) }), ...(evidence.length > 0 && { evidence }) };
}

/** Cut between characters, never inside one. */
function shortened(note: string): string {
  if (note.length <= NOTE_LIMIT) return note;
  const cut = note.slice(0, NOTE_LIMIT - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
