import { refusal, type RefusalCode, schemeWords } from '@zhibu/contracts';
import type { GatewayContext } from '../request/context.ts';
import { EVER, subjectAsked, unknownSubject } from '../request/subject-asked.ts';
import { organizationLoader } from '../views/organization/organization.lookup.ts';

/** What arguments of queries name: of each, what it must be one of. */
export type Asked = Readonly<Record<string, unknown>>;

const subjects: readonly (readonly [argument: string, code: RefusalCode])[] = [
  ['branchId', 'BRANCH_UNKNOWN'],
  ['workCommitteeId', 'COMMITTEE_UNKNOWN'],
];

/** Whether a field's arguments name what may be unknown. */
export const namesSomething = (asked: Asked): boolean =>
  schemeIn(asked) !== undefined || subjects.some(([argument]) => textIn(asked, argument) !== undefined);

/** @throws Refusal SCHEME_UNKNOWN for one that neither the platform nor an edition has */
export async function refuseUnknownScheme(asked: Asked, context: GatewayContext): Promise<void> {
  const scheme = schemeIn(asked);
  if (scheme === undefined || (await isScheme(scheme, context))) return;
  const field = textIn(asked, 'scheme') === undefined ? 'filter.scheme' : 'scheme';
  throw refusal('SCHEME_UNKNOWN', { field, scheme: scheme.slice(0, 64) });
}

/**
 * An answer without anything says that there is nothing of what is known; of what is not, it would say something untrue.
 * @throws Refusal BRANCH_UNKNOWN, COMMITTEE_UNKNOWN
 */
export async function refuseUnknown(asked: Asked, context: GatewayContext): Promise<void> {
  for (const [argument, code] of subjects) {
    const id = textIn(asked, argument);
    if (id === undefined) continue;
    const subject = { id, field: argument, code };
    const { id: seen } = await subjectAsked(context, subject);
    if (!(await organizationLoader(context.at(EVER)).load(seen))) throw unknownSubject(subject);
  }
}

/** Whether an answer has nothing in it: no row, no entry, no page with one, no step. */
export function isEmpty(answer: unknown): boolean {
  if (answer === null || answer === undefined) return true;
  if (Array.isArray(answer)) return answer.length === 0;
  const { totalCount, steps } = Object(answer);
  return totalCount === 0 || (Array.isArray(steps) && steps.length === 0);
}

const known = new WeakMap<object, Map<string, Promise<boolean>>>();

/** Of a scheme that the platform has no words for an edition tells; a request asks once. */
function isScheme(scheme: string, { reliance, model }: GatewayContext): Promise<boolean> {
  if (Object.hasOwn(schemeWords, scheme)) return Promise.resolve(true);
  const ofRequest = known.get(reliance) ?? new Map<string, Promise<boolean>>();
  known.set(reliance, ofRequest);
  const asked =
    ofRequest.get(scheme) ?? model.prisma.editionGrade.count({ where: { scheme } }).then((count) => count > 0);
  ofRequest.set(scheme, asked);
  return asked;
}

const schemeIn = (asked: Asked): string | undefined =>
  textIn(asked, 'scheme') ?? textIn(Object(asked['filter']), 'scheme');

function textIn(asked: Asked, argument: string): string | undefined {
  const value = asked[argument];
  return typeof value === 'string' ? value : undefined;
}
