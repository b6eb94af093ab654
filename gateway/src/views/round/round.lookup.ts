import type { ReadModel } from '../../read-model.ts';

export interface EditionRow {
  readonly id: string;
  readonly scheme: string;
  readonly status: string;
  readonly contentHash: string | null;
}

export interface RoundRow {
  readonly id: string;
  readonly editionId: string;
  readonly closed: boolean;
}

/** Where an edition stands; undefined when none of that id was drafted. What retiring does not say again still holds. */
export async function editionById({ prisma }: ReadModel, id: string): Promise<EditionRow | undefined> {
  const states = await prisma.editionState.findMany({ where: { editionId: id }, orderBy: { revision: 'desc' } });
  const [latest] = states;
  if (!latest) return undefined;
  const said = <Field extends 'scheme' | 'contentHash'>(field: Field): string | null =>
    states.find((state) => state[field] !== null)?.[field] ?? null;
  return { id, status: latest.status, scheme: said('scheme') ?? '', contentHash: said('contentHash') };
}

/** A round, once it was opened. */
export async function roundById({ prisma }: ReadModel, id: string): Promise<RoundRow | undefined> {
  const [opening, closing] = await Promise.all([
    prisma.roundOpening.findUnique({ where: { roundId: id } }),
    prisma.roundClosing.findUnique({ where: { roundId: id } }),
  ]);
  return opening ? { id, editionId: opening.editionId, closed: closing !== null } : undefined;
}
