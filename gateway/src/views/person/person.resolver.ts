import { refusal, type Wording } from '@zhibu/contracts';
import type { QueryPeopleArgs, QueryPersonArgs } from '../../generated/schema.ts';
import type { PersonDetails } from '../../people/directory.ts';
import type { GatewayContext } from '../../request/context.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { MeNode } from '../me/me.resolver.ts';
import type { OrganizationNode } from '../organization/organization.resolver.ts';
import { stateLoader } from '../organization/state.lookup.ts';
import { mayName, mayNamePerson, personLoader } from './person.lookup.ts';

/** A reference to a person, and whether whoever asks may learn who that is. */
export interface PersonNode {
  readonly id: string;
  readonly isShown: boolean;
}

/** A post of a committee, and whose committee it is. */
interface SeatNode {
  readonly personId: string | null;
  readonly organizationId: string;
}

const PERSONS_ASKED = 100;
const FORGOTTEN: Wording = { zh: '已注销人员', en: 'a person who was removed' };

export const personResolvers: Resolvers = {
  Query: {
    async person(_parent: unknown, { id }: QueryPersonArgs, context: GatewayContext): Promise<PersonNode | null> {
      const [found = null] = await shown([id], context);
      return found;
    },
    people(_parent: unknown, { ids }: QueryPeopleArgs, context: GatewayContext): Promise<readonly PersonNode[]> {
      if (ids.length > PERSONS_ASKED) throw refusal('QUERY_TOO_LARGE', { of: 'fields', limit: PERSONS_ASKED });
      return shown(ids, context);
    },
  },
  Organization: {
    async secretaryPerson({ id, moment }: OrganizationNode, _args: unknown, context: GatewayContext) {
      const state = await stateLoader(context.at(moment)).load(id);
      return state?.secretary ? { id: state.secretary, isShown: await mayName(context, id) } : null;
    },
  },
  Me: {
    person: ({ personId, hasSession }: MeNode): PersonNode | null =>
      hasSession ? { id: personId, isShown: true } : null,
  },
  CommitteeSeat: {
    async person({ personId, organizationId }: SeatNode, _args: unknown, context: GatewayContext) {
      return personId === null ? null : { id: personId, isShown: await mayName(context, organizationId) };
    },
  },
  Person: {
    async name(node: PersonNode, _args: unknown, context: GatewayContext): Promise<string | null> {
      const listed = await listedOf(node, context);
      return listed === 'forgotten' ? FORGOTTEN[context.language] : (listed.name ?? null);
    },
    async phone(node: PersonNode, _args: unknown, context: GatewayContext): Promise<string | null> {
      const { phone } = detailsOf(await listedOf(node, context));
      return phone === undefined ? null : masked(phone);
    },
    async posts(node: PersonNode, _args: unknown, context: GatewayContext): Promise<string | null> {
      return detailsOf(await listedOf(node, context)).posts ?? null;
    },
    async isForgotten(node: PersonNode, _args: unknown, context: GatewayContext): Promise<boolean> {
      return (await listedOf(node, context)) === 'forgotten';
    },
  },
};

/** Those of whom whoever asks may learn who they are, and whom the directory lists: nothing tells the others apart. */
async function shown(ids: readonly string[], context: GatewayContext): Promise<readonly PersonNode[]> {
  const nodes = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const isShown = await mayNamePerson(context, id);
      return isShown && (await personLoader(context).load(id)) !== undefined ? [{ id, isShown }] : [];
    }),
  );
  return nodes.flat();
}

const detailsOf = (listed: PersonDetails | 'forgotten'): PersonDetails => (listed === 'forgotten' ? {} : listed);

async function listedOf({ id, isShown }: PersonNode, context: GatewayContext): Promise<PersonDetails | 'forgotten'> {
  return isShown ? ((await personLoader(context).load(id)) ?? {}) : {};
}

/** As much of a number as one recognizes it by. */
const masked = (phone: string): string => (phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);
