import { organizationFormWords, organizationKindWords, refusal } from '@zhibu/contracts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type {
  OrganizationChildrenArgs,
  QueryOrganizationArgs,
  QueryOrganizationsArgs,
} from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { Listing, Moment, Page } from '../moment.ts';
import { type OrganizationRow, childrenLoader, organizationLoader } from './organization.lookup.ts';
import { organizationsUnder } from './state.lookup.ts';

/** An organization, and the moment at which everything below it is answered. */
export interface OrganizationNode extends OrganizationRow {
  readonly code: string;
  readonly moment: Moment;
}

export interface OrganizationEdge {
  readonly cursor: string;
  readonly node: OrganizationNode;
}

export const organizationNode = (row: OrganizationRow, moment: Moment): OrganizationNode => ({
  ...row,
  code: row.id,
  moment,
});

/** An organization that a row of the read model refers to. */
export async function organizationAt(context: GatewayContext, moment: Moment, id: string): Promise<OrganizationNode> {
  const row = await organizationLoader(context.at(moment)).load(id);
  if (!row) throw new Error(`organization ${id} is not known as of ${moment.asOf}`);
  return organizationNode(row, moment);
}

/** A page of organizations. */
export async function organizationConnection(
  context: GatewayContext,
  listing: Listing,
  at: { readonly moment: Moment; readonly page: Page },
): Promise<Connection<OrganizationEdge>> {
  const nodes = await Promise.all(listing.ids.map((id) => organizationAt(context, at.moment, id)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return connectionOf(listing, at.page, (id) => {
    const node = byId.get(id);
    if (!node) throw new Error(`organization ${id} fell out of its page`);
    return { node };
  });
}

export const organizationResolvers: Resolvers = {
  Query: {
    async organization(
      _parent: unknown,
      args: QueryOrganizationArgs,
      context: GatewayContext,
    ): Promise<OrganizationNode | null> {
      const asked = [args.id, args.code].filter((given) => given !== null && given !== undefined);
      const [id] = asked;
      if (id === undefined || asked.length !== 1) {
        throw refusal('INPUT_INVALID', {
          errors: [{ field: 'id', problem: { zh: '编号只须填写一个', en: 'give exactly one of id and code' } }],
        });
      }
      const moment = await context.moment(args);
      const row = await organizationLoader(context.at(moment)).load(id);
      return row ? organizationNode(row, moment) : null;
    },
    async organizations(
      _parent: unknown,
      args: QueryOrganizationsArgs,
      context: GatewayContext,
    ): Promise<Connection<OrganizationEdge>> {
      const page = pageOf(args, 20);
      const moment = await context.moment(args);
      return organizationConnection(context, await organizationsUnder(context.model, args.under, { moment, page }), {
        moment,
        page,
      });
    },
  },
  Organization: {
    kindLabel({ kind }: OrganizationNode, _args: unknown, { language }: GatewayContext): string {
      return organizationKindWords[kind][language];
    },
    formLabel({ form }: OrganizationNode, _args: unknown, { language }: GatewayContext): string {
      return organizationFormWords[form][language];
    },
    async parent(
      { parentId, moment }: OrganizationNode,
      _args: unknown,
      context: GatewayContext,
    ): Promise<OrganizationNode | null> {
      if (parentId === null) return null;
      const row = await organizationLoader(context.at(moment)).load(parentId);
      return row ? organizationNode(row, moment) : null;
    },
    async children(
      { id, moment }: OrganizationNode,
      args: OrganizationChildrenArgs,
      context: GatewayContext,
    ): Promise<Connection<OrganizationEdge>> {
      const page = pageOf(args, 50);
      const listing = await childrenLoader(context.at(moment)).load({ parentId: id, page });
      return organizationConnection(context, listing, { moment, page });
    },
  },
};
