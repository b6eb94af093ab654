import { type Actor, type EventMetadata, handsOf } from '@zhibu/kernel';
import { namesIn } from './sentence.ts';
import type { Wording } from './vocabulary.ts';

/** 上级党组织评定: the rater whose person neither confirms nor inspects the branch in that period (domain.md, section 2). */
export const SUPERIOR_RATER = 'superior';

/**
 * Who had a hand in what an event tells, as who rated or who drafted an edition, by its envelope; nobody: the operator took
 * it in from a file, which tells who typed it and not who wrote it. A person who says that something is from a file had a
 * hand in it nevertheless: he would confirm his own work by saying so. Source: access.md, sections 2 and 4.
 */
export const handsIn = (metadata: Pick<EventMetadata, 'actor' | 'source'> | undefined): readonly string[] =>
  metadata === undefined || (metadata.source && isOperator(metadata.actor)) ? [] : handsOf(metadata.actor);

/**
 * Who publishes an edition: whoever signed and whoever typed it for him; nobody of whom one has to ask where the operator
 * enters it by its document, for that was published by the body which signed it. Source: access.md, sections 2 and 4.
 */
export const publishersOf = (actor: Actor, basis: object | undefined): readonly string[] =>
  basis && isOperator(actor) ? [] : handsOf(actor);

/** The operator of the installation has a role of his own; a person acts by a duty. */
export const isOperator = ({ role }: Pick<Actor, 'role'>): boolean => role === 'operator';

/** The warning beside a grade whose rater for the superior, confirmer and inspector are not three persons. */
export const sameHandWarning: Wording = {
  zh: '上级党组织评定、核准与当年督查中有两项由同一人办理，请由他人复核',
  en: 'one person did two of these: rated for the superior, confirmed the grade, inspected the branch in the year; let another person look at it again',
};

/** The warning beside an inspection by somebody who confirmed a grade of the branch in the period. */
export const sameHandInspectedWarning: Wording = {
  zh: '督查组有当年核准该党支部等次的人员，请由他人复核',
  en: 'somebody of the team confirmed a grade of the branch in the period; let another person look at it again',
};

/** The warnings beside a round, by the names of those branches. */
export const sameHandWarningOf = (names: readonly string[]): Wording => ({
  zh: `${namesIn(names).zh}的上级党组织评定与核准由同一人办理，请由他人复核`,
  en: `one person rated ${namesIn(names).en} for the superior and confirmed the grades; let another person look at them again`,
});

export const inspectedByGraderWarningOf = (names: readonly string[]): Wording => ({
  zh: `${namesIn(names).zh}的评定或核准人员参加了当年对其督查，请由他人复核`,
  en: `who rated ${namesIn(names).en} for the superior or confirmed the grades inspected them in the year; let another person look at them again`,
});
