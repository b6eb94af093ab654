import { type EditionContent, type ProblemAspect, problemAspects, sixHaves } from '@zhibu/contracts';
import { refusal } from './step.rules.ts';

/** What of an edition says which aspects and items there are. */
export type ItemsKnown = Pick<EditionContent, 'aspects'>;

interface Named {
  readonly aspect: string;
  readonly item?: string | undefined;
  readonly title?: string | undefined;
  /** Given where several small losses of an aspect are one problem, which then has no item of its own. */
  readonly losses?: readonly unknown[] | undefined;
}

const isBeyondEditions = (aspect: string): aspect is ProblemAspect => problemAspects.some((known) => known === aspect);

/**
 * The words of what a problem is about: of an item as its edition has it, of the six haves as they are called, otherwise its
 * title; undefined where it has none. @throws Refusal ASPECT_UNKNOWN, ITEM_UNKNOWN, TITLE_REQUIRED
 */
export function textOfItem(named: Named, editions: readonly ItemsKnown[]): string | undefined {
  const { aspect, title } = named;
  if (!isBeyondEditions(aspect)) return textInEdition(named, editions);
  switch (aspect) {
    case 'five-basics':
      return title;
    case 'six-haves':
      return wordOfSixHaves(named);
    case 'responsibility':
    case 'other':
      if (title === undefined) throw refusal('TITLE_REQUIRED', { field: 'title' });
      return title;
  }
}

function wordOfSixHaves({ item = '' }: Named): string {
  const words = Object.hasOwn(sixHaves, item) ? sixHaves[item] : undefined;
  if (!words) throw refusal('ITEM_UNKNOWN', { field: 'item', item, known: Object.keys(sixHaves) });
  return words.zh;
}

function textInEdition({ aspect, item, losses }: Named, editions: readonly ItemsKnown[]): string | undefined {
  const aspects = editions.flatMap((edition) => edition.aspects.filter((known) => known.aspect === aspect));
  const [first] = aspects;
  if (!first) throw refusal('ASPECT_UNKNOWN', { field: 'aspect', aspect });
  if (item === undefined && losses !== undefined) return first.label;
  const known = aspects.flatMap(({ items }) => items);
  const found = known.find(({ code }) => code === item);
  if (!found)
    throw refusal('ITEM_UNKNOWN', {
      field: 'item',
      item,
      known: known.map(({ code }) => code),
      named: known.map(({ text }) => text),
    });
  return found.text;
}

/** What of its aspect a problem is about: two of one organization, aspect and subject are the same problem found twice. */
export function subjectOf({ aspect, item, title }: Omit<Named, 'losses'>): string {
  const isTitled = aspect === 'other' || aspect === 'responsibility';
  return isTitled ? `${item ?? ''} ${title ?? ''}` : (item ?? '');
}
