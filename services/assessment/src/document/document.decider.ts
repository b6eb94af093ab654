import { type DocumentCommand, documentContract, type DocumentEvent, refusing } from '@zhibu/contracts';
import { contentHash, decider, type FactsOf, type Sent } from '@zhibu/kernel';
import { type DocumentState, evolveDocument, noDocument } from './document.state.ts';

const { refuseIf, refusal } = refusing(documentContract);

const decide = { IssueDocument: issueDocument };

export interface DocumentDecision {
  readonly command: DocumentCommand;
  readonly state: DocumentState;
  readonly event: DocumentEvent;
  readonly facts: FactsOf<typeof decide>;
}

/** 印发文书: which paper bears a number, by the hash of what it shows. */
export const documentDecider = decider<DocumentDecision>({ initialState: noDocument, evolve: evolveDocument, decide });

export interface IssueFacts extends Sent {
  /** Whether the organization that issues it lives on the day; null: it is not known. */
  readonly issuer: { readonly alive: boolean } | null;
}

/** A number is given once: the same paper again records nothing, another one is refused. */
function issueDocument(data: DocumentCommand['data'], state: DocumentState, facts: IssueFacts): DocumentEvent[] {
  const { today, issuer } = facts;
  const effectiveOn = data.effectiveOn ?? today;
  if (!issuer) throw refusal('ORGANIZATION_UNKNOWN', { field: 'organizationId', organizationId: data.organizationId });
  refuseIf(!issuer.alive, 'ORGANIZATION_DISSOLVED', { field: 'organizationId' });
  refuseIf(effectiveOn > today, 'EFFECTIVE_IN_FUTURE', { field: 'effectiveOn', effectiveOn, today });
  if (state.status === 'issued') {
    const { document } = state;
    const again = { ...data, effectiveOn: data.effectiveOn ?? document.effectiveOn };
    refuseIf(contentHash(again) !== contentHash(document), 'DOCUMENT_NUMBER_TAKEN', { field: 'documentNo' });
    return [];
  }
  return [{ type: 'DocumentIssued', data: { ...data, effectiveOn } }];
}
