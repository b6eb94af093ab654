import type { EditionContent, EditionEvent } from '@zhibu/contracts';
import type { Day } from '@zhibu/kernel';

/** 规范化建设标准: a version of a standard, drafted until it is published, unchanging from then on. */
export type EditionState =
  | { readonly status: 'none' }
  | { readonly status: 'draft'; readonly editionId: string; readonly content: EditionContent }
  | { readonly status: 'published'; readonly edition: PublishedEdition }
  | { readonly status: 'retired'; readonly edition: PublishedEdition; readonly retiredOn: Day };

/** What every decision under an edition rests on; never changes. */
export interface PublishedEdition {
  readonly editionId: string;
  /** Hexadecimal SHA-256 of the content (RFC 8785). */
  readonly editionHash: string;
  readonly content: EditionContent;
}

export const initialEdition: EditionState = { status: 'none' };

export function evolveEdition(state: EditionState, event: EditionEvent): EditionState {
  switch (event.type) {
    case 'EditionDrafted':
    case 'EditionRevised':
      return { status: 'draft', editionId: event.data.editionId, content: event.data.content };
    case 'EditionPublished': {
      const { editionId, editionHash, content } = event.data;
      return { status: 'published', edition: { editionId, editionHash, content } };
    }
    case 'EditionRetired':
      return state.status === 'published'
        ? { status: 'retired', edition: state.edition, retiredOn: event.data.effectiveOn }
        : state;
  }
}
