import { editionId } from '@zhibu/contracts';
import { contentHash } from '@zhibu/kernel';
import { editionSource } from './grading.commands.ts';
import type { Handover } from '../judging/handover.ts';
import type { Planned } from './plan.ts';
import { sourceOf } from '../reading/sheet.ts';
import type { EditionFile } from '../reading/edition.ts';
import type { KnownRound } from '../judging/known.ts';

/** Drafts and publishes an edition that the platform does not have; published with the same content it is left alone. */
export function planEdition(edition: EditionFile, { editions }: Pick<KnownRound, 'editions'>): readonly Planned[] {
  const id = editionId(edition.content);
  const known = editions.get(id);
  if (known && known.status !== 'draft' && known.contentHash === contentHash(edition.content)) return [];
  const of = { subject: id, source: editionSource(edition), observed: 'new' };
  return [
    { ...of, name: 'DraftEdition', data: { content: edition.content } },
    { ...of, name: 'PublishEdition', data: { editionId: id }, observed: contentHash(edition.content) },
  ];
}

/** Opens the round of each committee. */
export function planRounds(
  handover: Handover,
  committees: readonly string[],
  edition: EditionFile,
): readonly Planned[] {
  return committees.map((committee) => ({
    name: 'OpenRound',
    subject: committee,
    observed: 'unopened',
    source: committeeSource(handover, committee, edition),
    data: { ...roundKey(handover, committee), editionId: editionId(edition.content) },
  }));
}

/** Closes the round of each committee: its grades are confirmed from then on. */
export function planClosing(
  handover: Handover,
  committees: readonly string[],
  by: { readonly edition: EditionFile; readonly quotaBasis: string | undefined },
): readonly Planned[] {
  const basis = by.quotaBasis === undefined ? {} : { quotaBasis: { documentNo: by.quotaBasis } };
  return committees.map((committee) => ({
    name: 'CloseRound',
    subject: committee,
    observed: 'open',
    source: committeeSource(handover, committee, by.edition),
    data: { ...roundKey(handover, committee), ...basis },
  }));
}

function roundKey(
  { edition, period }: Handover,
  committee: string,
): { workCommitteeId: string; scheme: string; period: string } {
  return { workCommitteeId: committee, scheme: edition.scheme, period };
}

function committeeSource(handover: Handover, committee: string, edition: EditionFile): Planned['source'] {
  const entry = handover.register.find(({ code }) => code === committee);
  const table = handover.sheets.get('register')?.table;
  return entry && table ? sourceOf(table, [entry.row]) : editionSource(edition);
}
