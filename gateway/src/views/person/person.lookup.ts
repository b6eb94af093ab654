import type { DutyName } from '@zhibu/contracts';
import DataLoader from 'dataloader';
import { noteSubjects } from '../../access-log/noted.ts';
import { subjectIn } from '../../access-log/subjects.ts';
import type { Listed } from '../../people/directory.ts';
import type { GatewayContext } from '../../request/context.ts';
import { dutiesOn } from '../duty/duty.lookup.ts';
import { lineageOf } from '../me/me.lookup.ts';

/** `see-person`: the duties whose holders learn who the persons of what stands under them are. Source: access.md, section 7. */
const NAMING: ReadonlySet<DutyName> = new Set([
  'province-office',
  'city-office',
  'committee-clerk',
  'committee-decider',
  'party-group-secretary',
  'organ-committee-staff',
  'branch-secretary',
]);

/** What was found for one request: the roots under which persons are named to whoever asks, and of which organizations. */
interface Naming {
  readonly roots: Promise<ReadonlySet<string>>;
  readonly ofOrganization: Map<string, Promise<boolean>>;
}
const found = new WeakMap<object, Naming>();

/** Whether whoever asks may learn who the persons of an organization are; looked up once a request and organization. */
export async function mayName(context: GatewayContext, organizationId: string): Promise<boolean> {
  if (await context.access.seesEverything()) return true;
  const { roots, ofOrganization } = namingOf(context);
  const known = ofOrganization.get(organizationId);
  if (known) return known;
  const asked = isUnder(context, organizationId, roots);
  ofOrganization.set(organizationId, asked);
  return asked;
}

function namingOf(context: GatewayContext): Naming {
  const known = found.get(context.reliance);
  if (known) return known;
  const naming: Naming = { roots: rootsOf(context), ofOrganization: new Map() };
  found.set(context.reliance, naming);
  return naming;
}

async function rootsOf({ principal, model, today }: GatewayContext): Promise<ReadonlySet<string>> {
  if (principal.kind !== 'person') return new Set();
  const held = await dutiesOn(model.sql, principal.personId, today);
  return new Set(held.flatMap(({ duty, organizationId: at }) => (NAMING.has(duty) ? (at ?? []) : [])));
}

async function isUnder({ model, today }: GatewayContext, id: string, roots: Naming['roots']): Promise<boolean> {
  const under = await roots;
  if (under.size === 0) return false;
  return (await lineageOf(model, id, { asOf: today })).some((each) => under.has(each.id));
}

/** Whether whoever asks may learn who somebody is: himself, or whoever holds a duty today at what stands under one's own. */
export async function mayNamePerson(context: GatewayContext, personId: string): Promise<boolean> {
  const { access, principal, model, today } = context;
  if (await access.seesEverything()) return true;
  if (principal.kind === 'person' && principal.personId === personId) return true;
  const held = await dutiesOn(model.sql, personId, today);
  for (const id of new Set(held.flatMap(({ organizationId }) => organizationId ?? [])))
    if (await mayName(context, id)) return true;
  return false;
}

const loaders = new WeakMap<object, DataLoader<string, Listed | undefined>>();

/** What the directory lists of persons, read together for all fields of a request, and noted for the log of accesses. */
export function personLoader(context: GatewayContext): DataLoader<string, Listed | undefined> {
  const { reliance, people, req } = context;
  const known = loaders.get(reliance);
  if (known) return known;
  const loader = new DataLoader<string, Listed | undefined>(async (ids) => {
    // The directory moves without any view: nothing that it says is kept.
    reliance.isPassing = true;
    noteSubjects(req, ids.map(subjectIn));
    const listed = await people?.read(ids);
    return ids.map((id) => listed?.get(id));
  });
  loaders.set(reliance, loader);
  return loader;
}
