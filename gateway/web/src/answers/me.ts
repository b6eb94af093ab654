import { type MeQuery, meDocument } from '../generated/me.document.ts';
import { type Answered, useAnswer } from './answers.ts';

/** Who is logged in. */
export type Me = MeQuery['me'];
export type HeldDuty = Me['duties'][number];

/** Who I am, at which organizations, and what I may. */
export function useMe(): Answered<MeQuery> {
  return useAnswer(meDocument, {});
}

/** The command is one that some duty of mine allows on some subject. */
export const may = (me: Me | undefined, command: string): boolean => me?.may.includes(command) ?? false;
