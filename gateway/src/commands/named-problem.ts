import { refusalSentence } from '@zhibu/contracts';
import type { Problem } from '@zhibu/service-kit';
import { currentLanguage } from '../request/language.ts';
import type { ReadModel } from '../read-model.ts';
import { editionTitles } from '../views/edition/edition.lookup.ts';
import type { Access } from '../scope/access.ts';
import { namesById } from '../views/organization/organization.lookup.ts';
import { z } from 'zod';

/** What organizations and editions are called, by id; those that nobody knows are missing. */
export type Names = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** The facts of a refusal that are lists of organizations or editions; a sentence for people has their names. */
const LISTS = ['branches', 'units', 'children', 'superiors', 'among', 'editionIds', 'gradedUnder'] as const;
/** The facts that name one, and say which is meant where nothing is listed. */
const SINGLES = ['parentId', 'unitId', 'organizationId', 'branchId', 'committeeId', 'workCommitteeId', 'editionId'];
const NAMED = 5;
const EVER = { asOf: '9999-12-31' };

/** The names as the read model has them, on whatever day, of the organizations that whoever sends knows of. */
export const namesIn =
  ({ model, access }: { readonly model: ReadModel; readonly access: Access }): Names =>
  async (ids) => {
    const known = await Promise.all(ids.map(async (id) => ((await access.knowsOf(id)) ? id : [])));
    const rows = await namesById(model, known.flat(), EVER);
    const names = new Map(rows.flatMap((row) => (row ? [[row.id, row.name] as const] : [])));
    const others = ids.filter((id) => !names.has(id));
    return others.length === 0 ? names : new Map([...names, ...(await editionTitles(model, others))]);
  };

/** A problem whose sentence names at most five of the organizations and editions that it is about, and counts the others. */
export async function namedProblem<Told extends Pick<Problem, 'code'>>(problem: Told, names: Names): Promise<Told> {
  const facts = new Map(Object.entries(problem));
  const listed = [...new Set(LISTS.flatMap((list) => textsIn(facts.get(list))))];
  const one = SINGLES.flatMap((single) => textsIn([facts.get(single)]));
  const ids = listed.length > 0 ? listed : one;
  if (ids.length === 0) return problem;
  const known = await names(ids.slice(0, NAMED));
  // One that nobody knows is what the sender wrote; of a list each is counted.
  const named = listed.length > 0 ? ids.map((id) => known.get(id) ?? id) : ids.flatMap((id) => known.get(id) ?? []);
  if (named.length === 0) return problem;
  const said = { ...problem, errors: placesIn(facts.get('errors')), named: [...textsIn(facts.get('named')), ...named] };
  return { ...problem, detail: refusalSentence(problem.code, said, currentLanguage()) };
}

const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

const places = z.array(z.object({ field: z.string(), problem: z.string() })).catch([]);

/** The places as the service has put them into words of the language asked for. */
const placesIn = (errors: unknown) =>
  places.parse(errors).map(({ field, problem }) => ({ field, problem: { zh: problem, en: problem } }));
