import type { EditionContent, EditionEvent } from '@zhibu/contracts';
import type { Day, EvolveMap } from '@zhibu/kernel';

/** 规范化建设标准: a version of a standard, drafted until it is published, unchanging from then on. */
export type EditionState =
  | { readonly status: 'none' }
  | ({ readonly status: 'draft' } & Draft)
  | { readonly status: 'published'; readonly edition: PublishedEdition }
  | { readonly status: 'retired'; readonly edition: PublishedEdition; readonly retiredOn: Day };

interface Draft {
  readonly editionId: string;
  readonly content: EditionContent;
}

/** What every decision under an edition rests on; never changes. */
export interface PublishedEdition {
  readonly editionId: string;
  /** Hexadecimal SHA-256 of the content (RFC 8785). */
  readonly editionHash: string;
  readonly content: EditionContent;
}

export const initialEdition: EditionState = { status: 'none' };

const drafted = (_state: EditionState, { data }: { readonly data: Draft }): EditionState => ({
  status: 'draft',
  ...data,
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
