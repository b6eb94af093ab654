import { organizationFormWords, organizationKindWords, refusal } from '@zhibu/contracts';
import { type Guard, propertiesOf, type Resolvers } from '../../schema/resolvers.ts';
import type {
  OrganizationChildrenArgs,
  QueryOrganizationArgs,
  QueryOrganizationsArgs,
} from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { EVER, known, subtreeAsked } from '../../request/subject-asked.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { SeenId } from '../../scope/seen.ts';
import type { Listing, Moment, Page } from '../moment.ts';
import {
  cancelledAfter,
  childrenLoader,
  nameLoader,
  type NameRow,
  organizationLoader,
  type OrganizationRow,
} from './organization.lookup.ts';
import { organizationsUnder } from './state.lookup.ts';

/** An organization, and the moment at which everything below it is answered. */
export interface OrganizationNode extends OrganizationRow {
  readonly code: string;
  readonly moment: Moment;
}

/** An organization that whoever asks may not see, and that is named to him: one that stands above what he sees. */
export interface NamedOrganization extends NameRow {
  readonly code: string;
  readonly moment: Moment;
  readonly isOnlyNamed: true;
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

/** An organization that a row of the read model refers to, and that whoever asks may see. */
export async function organizationAt(context: GatewayContext, moment: Moment, id: SeenId): Promise<OrganizationNode> {
  const row = (await organizationLoader(context.at(moment)).load(id)) ?? (await asItWas(context, moment, id));
  if (!row) throw new Error(`organization ${id} is not known as of ${moment.asOf}`);
  return organizationNode(row, moment);
}

/** As what an organization was registered last, whose registration is cancelled: what it had is its auditor's to look at. */
async function asItWas(context: GatewayContext, moment: Moment, id: SeenId): Promise<OrganizationRow | undefined> {
  const knownAt = await cancelledAfter(context.model, id, moment);
  return knownAt === undefined ? undefined : organizationLoader(context.at({ ...moment, knownAt })).load(id);
}

/** An organization that figures are about, which are the same for everybody: whole where whoever asks may see it, else by name. */
export async function organizationNamed(
  context: GatewayContext,
  moment: Moment,
  id: string,
): Promise<OrganizationNode | NamedOrganization> {
  const [seen] = await context.access.see([id], moment);
  if (seen !== undefined) return organizationAt(context, moment, seen);
  const row = await nameLoader(context.at(moment)).load(id);
  if (!row) throw new Error(`organization ${id} is not known as of ${moment.asOf}`);
  return namedNode(row, moment);
}

const namedNode = (row: NameRow, moment: Moment): NamedOrganization => ({
  ...row,
  code: row.id,
  moment,
  isOnlyNamed: true,
});

/**
 * An organization that one refers to: whole where whoever asks may see it, by name where it stands above what he sees; null
 * where it does neither, or is not known at the moment.
 */
export async function organizationReferred(
  context: GatewayContext,
  moment: Moment,
  id: string,
): Promise<OrganizationNode | NamedOrganization | null> {
  const [seen] = await context.access.see([id], moment);
  if (seen !== undefined) {
    const row = await organizationLoader(context.at(moment)).load(seen);
    return row ? organizationNode(row, moment) : null;
  }
  const row = (await context.access.isAbove(id)) && (await nameLoader(context.at(moment)).load(id));
  return row ? namedNode(row, moment) : null;
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
    ): Promise<OrganizationNode | NamedOrganization | null> {
      const asked = [args.id, args.code].filter((given) => given !== null && given !== undefined);
      const [id] = asked;
      if (id === undefined || asked.length !== 1) {
        throw refusal('INPUT_INVALID', {
          errors: [{ field: 'id', problem: { zh: '编号只须填写一个', en: 'give exactly one of id and code' } }],
        });
      }
      const moment = await context.moment(args);
      const field = typeof args.id === 'string' ? 'id' : 'code';
      return known(
        await organizationReferred(context, moment, id),
        async () => (await context.access.sight(id))?.isToday === true && organizationReferred(context, EVER, id),
        { code: 'ORGANIZATION_UNKNOWN', field, id },
      );
    },
    async organizations(
      _parent: unknown,
      args: QueryOrganizationsArgs,
      context: GatewayContext,
    ): Promise<Connection<OrganizationEdge>> {
      const page = pageOf(args, 20);
      const moment = await context.moment(args);
      const under = await subtreeAsked(context, moment, args.under);
      return organizationConnection(context, await organizationsUnder(context.model, under, { moment, page }), {
        moment,
        page,
      });
    },
  },
  Organization: {
    ...propertiesOf<OrganizationNode>(['sector', 'openedOn', 'form']),
    dissolvedOn: (node: OrganizationNode, _args: unknown, context: GatewayContext) =>
      ofToday(node, context, 'dissolvedOn'),
    dissolutionReason: (node: OrganizationNode, _args: unknown, context: GatewayContext) =>
      ofToday(node, context, 'dissolutionReason'),
    dissolutionBasis: (node: OrganizationNode, _args: unknown, context: GatewayContext) =>
      ofToday(node, context, 'dissolutionBasis'),
    kindLabel({ kind }: OrganizationNode, _args: unknown, { language }: GatewayContext): string {
      return organizationKindWords[kind][language];
    },
    formLabel({ form }: OrganizationNode, _args: unknown, { language }: GatewayContext): string {
      return organizationFormWords[form][language];
    },
    async parent(
      { parentId, moment }: OrganizationNode | NamedOrganization,
      _args: unknown,
      context: GatewayContext,
    ): Promise<OrganizationNode | NamedOrganization | null> {
      return parentId === null ? null : organizationReferred(context, moment, parentId);
    },
    async children(
      { id, moment }: OrganizationNode,
      args: OrganizationChildrenArgs,
      context: GatewayContext,
    ): Promise<Connection<OrganizationEdge>> {
      const page = pageOf(args, 50);
      const parent = await context.access.under(id, moment);
      const listing = await childrenLoader(context.at(moment)).load({ parent, page });
      return organizationConnection(context, listing, { moment, page });
    },
  },
};

/** What may have come later is told only of what is his today who asks. */
async function ofToday(
  node: OrganizationNode,
  { access }: GatewayContext,
  property: 'dissolvedOn' | 'dissolutionReason' | 'dissolutionBasis',
): Promise<string | null> {
  return (await access.sight(node.id))?.isToday ? node[property] : null;
}

/** What is told of an organization that is only named. */
const NAMED = new Set(['id', 'code', 'kind', 'kindLabel', 'name', 'parent']);

/** A field of an organization, told only of one that whoever asks may see, but for what names it. */
export const ofSeenOnly: Guard = (name, field) =>
  NAMED.has(name)
    ? field
    : (parent, args, context) => {
        const { isOnlyNamed, id }: Partial<NamedOrganization> = Object(parent);
        if (isOnlyNamed) throw refusal('ORGANIZATION_ONLY_NAMED', { field: name, organizationId: id });
        return field(parent, args, context);
      };
