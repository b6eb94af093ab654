import { type EditionContent, editionTerms, type InspectionPurpose, sixHaves, type Wording } from '@zhibu/contracts';

/** 检查项目: what there is to look at, in the words of its edition. */
export interface InspectionItem {
  readonly aspect: string;
  readonly item: string;
  readonly says: Wording;
}

/** 六有 are checked by the inspector at these (domain.md, section 4). */
const CHECKING: readonly InspectionPurpose[] = ['acceptance', 'reinspection'];
const SIX_HAVES = 'six-haves';

/** Who is visited, and what for. */
interface Visited {
  readonly kind: string;
  readonly sector: string | null;
  readonly purpose: InspectionPurpose;
}

/** What a visit looks at: the items of the editions by which the organization is graded, each once, and the six haves. */
export function itemsToLookAt(
  editions: readonly EditionContent[],
  { kind, sector, purpose }: Visited,
): readonly InspectionItem[] {
  const own = editions.filter(
    (content) => content.sector === sector && editionTerms(content).subjects.some((subject) => subject === kind),
  );
  const haves = Object.entries(sixHaves).map(([item, says]) => ({ aspect: SIX_HAVES, item, says }));
  const all = [...own.flatMap(itemsOf), ...(CHECKING.includes(purpose) ? haves : [])];
  return [...Map.groupBy(all, nameOfItem).values()].flatMap(([first]) => first ?? []);
}

/** What tells an item from the others. */
export const nameOfItem = ({ aspect, item }: Pick<InspectionItem, 'aspect' | 'item'>): string => `${aspect} ${item}`;

const itemsOf = ({ aspects }: EditionContent): readonly InspectionItem[] =>
  aspects.flatMap(({ aspect, items }) =>
    items.map(({ code, text }) => ({ aspect, item: code, says: { zh: text, en: text } })),
  );

/** An item that was found at, in the words of the first edition that has it; null: none has. */
export function wordsOfItem(
  editions: readonly EditionContent[],
  { aspect, item }: Pick<InspectionItem, 'aspect' | 'item'>,
): Wording | null {
  if (aspect === SIX_HAVES) return sixHaves[item] ?? null;
  const named = nameOfItem({ aspect, item });
  return editions.flatMap(itemsOf).find((one) => nameOfItem(one) === named)?.says ?? null;
}
