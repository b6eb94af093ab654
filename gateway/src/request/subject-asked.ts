import { refusal, type RefusalCode } from '@zhibu/contracts';
import { type Day, lastDayOf, type Refusal } from '@zhibu/kernel';
import { noteSubjects } from '../access-log/noted.ts';
import { subjectIn } from '../access-log/subjects.ts';
import { isSeenOn, type Sight } from '../scope/access.ts';
import type { Subtree } from '../scope/seen.ts';
import type { Moment } from '../views/moment.ts';
import { organizationLoader, type OrganizationRow } from '../views/organization/organization.lookup.ts';
import type { GatewayContext } from './context.ts';

/** What is looked for whenever it was: one that has not begun, or is no more, is known all the same. */
export const EVER: Moment = { asOf: '9999-12-31' };

/**
 * What a query names by its id: null where it is known and not at the moment asked for. One that nobody may see is refused by
 * the same words as one that is not there. @throws Refusal of the code naming the argument
 */
export async function known<Found>(
  found: Found | null | undefined,
  whenever: () => Promise<unknown>,
  asked: SubjectAsked,
): Promise<Found | null> {
  if (found !== null && found !== undefined) return found;
  if (await whenever()) return null;
  throw unknownSubject(asked);
}

/** Of what has no other moment at which it might be known. */
export const NEVER = (): Promise<null> => Promise.resolve(null);

/** What a query is about, by the argument that names it. */
export interface SubjectAsked {
  readonly id: string;
  readonly field: string;
  /** How one is refused that nobody knows, or that whoever asks may not see. */
  readonly code: RefusalCode;
}

/** How a subject is refused that is not there for whoever asks. */
export const unknownSubject = ({ id, field, code }: SubjectAsked): Refusal =>
  refusal(code, { field, [field]: id.slice(0, 64) });

/**
 * The subject of a query, as far as whoever asks may see it: on a day, or, without one, on any.
 * @throws Refusal of the code, the same as of one that is not there
 */
export async function subjectAsked({ access, req }: GatewayContext, asked: SubjectAsked, on?: Day): Promise<Sight> {
  const sight = await access.sight(asked.id);
  if (sight && (on === undefined || isSeenOn(sight, on))) {
    noteSubjects(req, [subjectIn(sight.id)]);
    return sight;
  }
  throw unknownSubject(asked);
}

/** The branch that a query is about. @throws Refusal BRANCH_UNKNOWN */
export const branchAsked = (context: GatewayContext, id: string, on?: Day): Promise<Sight> =>
  subjectAsked(context, { id, field: 'branchId', code: 'BRANCH_UNKNOWN' }, on);

interface OrganizationAsked {
  readonly id: string;
  readonly field: string;
  /** It must stand under a root of today, whatever the day of the answer: of figures, which are never filtered. */
  readonly mustBeOfToday?: true;
}

/** An organization that a query is about. @throws Refusal ORGANIZATION_UNKNOWN naming the argument */
export async function organizationAsked(
  context: GatewayContext,
  moment: Moment,
  { id, field, mustBeOfToday }: OrganizationAsked,
): Promise<OrganizationRow> {
  const [seen] = mustBeOfToday ? [await context.access.seeToday(id)] : await context.access.see([id], moment);
  const row = seen && (await organizationLoader(context.at(moment)).load(seen));
  if (row) {
    noteSubjects(context.req, [row.id]);
    return row;
  }
  throw refusal('ORGANIZATION_UNKNOWN', { field, organizationId: id.slice(0, 64) });
}

/** What of an organization that a query is about stands under it, as far as whoever asks may see it. @throws Refusal ORGANIZATION_UNKNOWN */
export async function subtreeAsked(context: GatewayContext, moment: Moment, under: string): Promise<Subtree> {
  const { id } = await organizationAsked(context, moment, { id: under, field: 'under' });
  return context.access.under(id, moment);
}

/**
 * What a period came to is known from its last day on: to who does not see everything no day before is answered with it, for the
 * tree of that day may hold what is his no more. @throws Refusal INPUT_INVALID naming the argument
 */
export async function refuseLaterPeriod(
  { access }: GatewayContext,
  { period, asOf, field }: { readonly period: string | undefined; readonly asOf: Day; readonly field: string },
): Promise<void> {
  if (period === undefined || lastDayOf(period) <= asOf || (await access.seesEverything())) return;
  const problem = {
    zh: '该年度在所选日期尚未结束，请改选日期',
    en: 'is not over on the day asked for; take a later day',
  };
  throw refusal('INPUT_INVALID', { errors: [{ field, problem }] });
}
