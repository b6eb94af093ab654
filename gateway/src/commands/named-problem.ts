import { refusalSentence } from '@zhibu/contracts';
import type { Problem } from '@zhibu/service-kit';
import { currentLanguage } from '../request/language.ts';
import type { ReadModel } from '../read-model.ts';
import { organizationsById } from '../views/organization/organization.lookup.ts';

/** What organizations are called, by id; those that nobody knows are missing. */
export type Names = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** The facts of a refusal that are lists of organizations; a sentence for people has their names. */
const LISTS = ['branches', 'units', 'children'] as const;
const NAMED = 5;
const EVER = { asOf: '9999-12-31' };

/** The names as the read model has them, on whatever day. */
export const namesIn =
  (model: ReadModel): Names =>
  async (ids) => {
    const rows = await organizationsById(model, ids, EVER);
    return new Map(rows.flatMap((row) => (row ? [[row.id, row.name] as const] : [])));
  };

/** A problem whose sentence names at most five of the organizations that it is about, and counts the others. */
export async function namedProblem<Told extends Pick<Problem, 'code'>>(problem: Told, names: Names): Promise<Told> {
  const ids = LISTS.flatMap((list) => textsIn(new Map(Object.entries(problem)).get(list)));
  if (ids.length === 0) return problem;
  const known = await names(ids.slice(0, NAMED));
  const named = ids.map((id) => known.get(id) ?? id);
  return { ...problem, detail: refusalSentence(problem.code, { named }, currentLanguage()) };
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
