import { handsIn, type EditionContent, type EditionEvent } from '@zhibu/contracts';
import type { Day, EvolveMap, Identified } from '@zhibu/kernel';

/** 规范化建设标准: a version of a standard, drafted until it is published, unchanging from then on. */
export type EditionState =
  | { readonly status: 'none' }
  | ({ readonly status: 'draft' } & Draft)
  | { readonly status: 'published'; readonly edition: PublishedEdition }
  | { readonly status: 'retired'; readonly edition: PublishedEdition; readonly retiredOn: Day };

interface Draft {
  readonly editionId: string;
  readonly content: EditionContent;
  /** Who drafted it, or revised it since. */
  readonly drafters: readonly string[];
}

/** What every decision under an edition rests on; never changes. */
export interface PublishedEdition {
  readonly editionId: string;
  /** Hexadecimal SHA-256 of the content (RFC 8785). */
  readonly editionHash: string;
  readonly content: EditionContent;
}

export const initialEdition: EditionState = { status: 'none' };

type Drafting = Identified<Extract<EditionEvent, { readonly type: 'EditionDrafted' | 'EditionRevised' }>>;

const drafted = (state: EditionState, { data, metadata }: Drafting): EditionState => ({
  status: 'draft',
  ...data,
  drafters: [...new Set([...(state.status === 'draft' ? state.drafters : []), ...handsIn(metadata)])],
});

export const evolveEdition: EvolveMap<{ state: EditionState; event: EditionEvent }> = {
  EditionDrafted: drafted,
  EditionRevised: drafted,
  EditionPublished: (_state, { data: { editionId, editionHash, content } }) => ({
    status: 'published',
    edition: { editionId, editionHash, content },
  }),
  EditionRetired: (state, { data }) =>
    state.status === 'published' ? { status: 'retired', edition: state.edition, retiredOn: data.effectiveOn } : state,
};
