import { editionId } from '@zhibu/contracts';
import { contentHash, type Day } from '@zhibu/kernel';
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
  const of = { subject: id, source: editionSource([edition]), observed: 'new' };
  return [
    { ...of, name: 'DraftEdition', data: { content: edition.content } },
    { ...of, name: 'PublishEdition', data: { editionId: id }, observed: contentHash(edition.content) },
  ];
}

/** Opens the round of each committee under the first edition, and adds the others that grade. */
export function planRounds(
  handover: Handover,
  committees: readonly string[],
  { editions, opened }: { readonly editions: readonly EditionFile[]; readonly opened: KnownRound['opened'] },
): readonly Planned[] {
  const ids = handover.graders.map(editionId);
  return committees.flatMap((committee) => {
    const there = opened.get(committee);
    return ids
      .filter((id) => !there?.has(id))
      .map((id, index) => {
        const adds = there !== undefined || index > 0;
        return {
          name: adds ? 'AddRoundEdition' : 'OpenRound',
          subject: committee,
          observed: adds ? 'not added' : 'unopened',
          source: committeeSource(handover, committee, editions),
          data: { ...roundKey(handover, committee), editionId: id },
        };
      });
  });
}

/** Closes the round of each committee: its grades are confirmed from then on. */
export function planClosing(
  handover: Handover,
  committees: readonly string[],
  by: {
    readonly editions: readonly EditionFile[];
    readonly quotaBasis: string | undefined;
    /** Absent: the day on which it is sent. */
    readonly closedOn: Day | undefined;
  },
): readonly Planned[] {
  const said = {
    ...(by.quotaBasis !== undefined && { quotaBasis: { documentNo: by.quotaBasis } }),
    ...(by.closedOn !== undefined && { effectiveOn: by.closedOn }),
  };
  return committees.map((committee) => ({
    name: 'CloseRound',
    subject: committee,
    observed: 'open',
    source: committeeSource(handover, committee, by.editions),
    data: { ...roundKey(handover, committee), ...said },
  }));
}

function roundKey(
  { edition, period }: Handover,
  committee: string,
): { workCommitteeId: string; scheme: string; period: string } {
  return { workCommitteeId: committee, scheme: edition.scheme, period };
}

function committeeSource(handover: Handover, committee: string, editions: readonly EditionFile[]): Planned['source'] {
  const entry = handover.register.find(({ code }) => code === committee);
  const table = handover.sheets.get('register')?.table;
  return entry && table ? sourceOf(table, [entry.row]) : editionSource(editions);
}
