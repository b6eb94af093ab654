import { refusing } from '@zhibu/contracts';
import type { Sent } from '@zhibu/kernel';
import type { Place } from './place.rules.ts';

const { refusal } = refusing();

/**
 * 上级: who decides about an organization as its superior (domain.md, section 2): its superior, which is the nearest Party
 * organization above and never a unit, and every Party organization above that one up to the work committee; the nearest
 * first. Of a work committee, and of what stands under none, the nearest alone. One that does not live on the day, dissolved or
 * not yet open, decides nothing: the next above is the superior then.
 */
export function superiorsOf({ ancestors }: Pick<Place, 'ancestors'>): readonly string[] {
  const above = ancestors.filter(({ kind, alive }) => kind !== 'unit' && alive);
  const committee = above.findIndex(({ kind }) => kind === 'work-committee');
  return above.slice(0, Math.max(committee, 0) + 1).map(({ id }) => id);
}

/** What a decision that belongs to the superior rests on; its actor says for which organization he acts. */
export interface SuperiorFacts extends Sent {
  /** {@link superiorsOf} the subject today; empty where it is not registered. */
  readonly superiors: readonly string[];
}

type Acting = Pick<SuperiorFacts, 'actor' | 'superiors'>;

/** Whether the sender acts for one of the superiors. */
export const actsAsSuperior = ({ actor: { organizationId }, superiors }: Acting): boolean =>
  organizationId !== undefined && superiors.includes(organizationId);

/**
 * Lets only a sender pass who acts for one of the superiors; who acts for nobody is refused.
 * @throws Refusal ACTS_FOR_NOBODY, NOT_THE_SUPERIOR naming who may decide
 */
export function refuseOtherThanSuperior(facts: Acting): void {
  if (actsAsSuperior(facts)) return;
  const { superiors, actor } = facts;
  if (actor.organizationId === undefined) throw refusal('ACTS_FOR_NOBODY', { superiors });
  throw refusal('NOT_THE_SUPERIOR', { superiors, organizationId: actor.organizationId });
}
