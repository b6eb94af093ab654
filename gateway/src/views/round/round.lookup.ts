import type { ReadModel } from '../../read-model.ts';

export interface RoundRow {
  readonly id: string;
  readonly editionId: string;
  readonly closed: boolean;
}

/** A round, once it was opened. */
export async function roundById({ prisma }: ReadModel, id: string): Promise<RoundRow | undefined> {
  const [opening, closing] = await Promise.all([
    prisma.roundOpening.findUnique({ where: { roundId: id } }),
    prisma.roundClosing.findUnique({ where: { roundId: id } }),
  ]);
  return opening ? { id, editionId: opening.editionId, closed: closing !== null } : undefined;
}
