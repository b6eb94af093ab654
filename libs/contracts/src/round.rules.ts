import type { OutsideReason } from './round.words.ts';
import type { RoundEdition } from './round.shapes.ts';

/** An organization as a round meets it. */
export interface Met {
  readonly kind: string;
  /** 领域; null: none is registered. */
  readonly sector: string | null;
}

/** The edition of a round for a kind of organization of a sector, if it has one. */
export const editionFor = (editions: readonly RoundEdition[], { kind, sector }: Met): RoundEdition | undefined =>
  editions.find((edition) => edition.sector === sector && edition.subjects.some((subject) => subject === kind));

/** Why no edition of a round grades an organization. */
export function reasonOutside(editions: readonly RoundEdition[], { sector }: Met): OutsideReason {
  if (sector === null) return 'sector-missing';
  return editions.some((edition) => edition.sector === sector) ? 'kind-of-no-edition' : 'sector-of-no-edition';
}
