import type { OutgoingCommand, Problem } from '@zhibu/client';
import type { SourceReference } from '@zhibu/kernel';
import { z } from 'zod';
import type { Terminal } from '../terminal/terminal.adapter.ts';
import { type NameOf, placesOf } from './places.ts';
import { say, sentences } from './vocabulary.ts';

const computed = z.object({ label: z.string(), score: z.string() });
const revision = z.object({ before: computed, after: computed, determined: z.string().optional() });

/** What an import may not decide of a branch: its files are right, and a person acts on them. */
export type PersonDecides = {
  readonly subject: string;
  /** The files and rows that it follows from. */
  readonly sources: readonly SourceReference[];
} & (
  | { readonly what: 'late' }
  | { readonly what: 'closed' | 'determined'; readonly revision: z.infer<typeof revision> }
);

/**
 * Whether a refusal means that a person decides: a grade that is confirmed or determined, and whose inputs are others now
 * (domain.md, section 4); or a branch that was not in the round that is closed. @param changed where the inputs came from
 */
export function personDecides(
  { name, subject, source }: OutgoingCommand,
  problem: Problem,
  changed: readonly SourceReference[],
): PersonDecides | undefined {
  const of = { subject, sources: changed.length > 0 || !source ? changed : [source] };
  if (name === 'OpenGrading') return problem.code === 'ROUND_CLOSED' ? { ...of, what: 'late' } : undefined;
  const what = name === 'GradeBranch' ? refusals.get(problem.code) : undefined;
  const read = revision.safeParse(problem);
  return what && read.success ? { ...of, what, revision: read.data } : undefined;
}

const refusals: ReadonlyMap<string, 'closed' | 'determined'> = new Map([
  ['ROUND_CLOSED', 'closed'],
  ['GRADE_DETERMINED', 'determined'],
]);

/** Says of each branch, in one sentence, what stands, what its files would make of it, and what a person sends. */
export function showPersonDecides(terminal: Terminal, found: readonly PersonDecides[], nameOf: NameOf): void {
  if (found.length === 0) return;
  terminal.complain(say(sentences.personDecides, { n: found.length }));
  for (const one of found) terminal.complain(lineOf(one, nameOf));
}

function lineOf(one: PersonDecides, nameOf: NameOf): string {
  const fill = { where: nameOf(one.subject), places: placesOf(one.sources), indent: '  ' };
  if (one.what === 'late') return say(sentences.late, { ...fill, command: 'admitLateBranch' });
  const { before, after, determined = '' } = one.revision;
  const grades = { before: before.label, from: before.score, after: after.label, to: after.score, determined };
  const sentence = one.what === 'closed' ? sentences.toRevise : sentences.toReviseDetermined;
  return say(sentence, { ...fill, ...grades, command: 'reviseGrade' });
}
