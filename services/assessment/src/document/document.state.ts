import type { DocumentEvent } from '@zhibu/contracts';
import type { EvolveMap } from '@zhibu/kernel';

/** A number: nothing was issued under it, or one document. */
export type DocumentState =
  | { readonly status: 'none' }
  | { readonly status: 'issued'; readonly document: DocumentEvent['data'] };

export const noDocument: DocumentState = { status: 'none' };

export const evolveDocument: EvolveMap<{ state: DocumentState; event: DocumentEvent }> = {
  DocumentIssued: (_state, { data }) => ({ status: 'issued', document: data }),
};
