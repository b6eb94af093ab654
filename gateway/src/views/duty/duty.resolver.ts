import { dutyTable } from '@zhibu/contracts';
import type { QueryDutiesArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { organizationAsked } from '../../request/subject-asked.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import type { Moment } from '../moment.ts';
import {
  type NamedOrganization,
  organizationNamed,
  type OrganizationNode,
} from '../organization/organization.resolver.ts';
import { nameLoader } from '../organization/organization.lookup.ts';
import { type DutiesAsked, dutiesAt, type DutyRow } from './duty.lookup.ts';

/** A duty, and the moment at which its organization is answered. */
interface DutyNode extends DutyRow {
  readonly moment: Moment;
}

const statuses = { proposed: 'PROPOSED', assigned: 'ASSIGNED' } as const satisfies Readonly<
  Record<DutyRow['status'], string>
>;

export const dutyResolvers: Resolvers = {
  Query: { duties: readDuties },
  Duty: {
    id: ({ dutyId }: DutyNode): string => dutyId,
    status: ({ status }: DutyNode): string => statuses[status],
    label: ({ duty }: DutyNode, _args: unknown, { language }: GatewayContext): string =>
      dutyTable[duty].words[language],
    async organization(
      { organizationId, moment }: DutyNode,
      _args: unknown,
      context: GatewayContext,
    ): Promise<OrganizationNode | NamedOrganization | null> {
      return organizationId === null ? null : organizationNamed(context, moment, organizationId);
    },
  },
};

async function readDuties(
  _parent: unknown,
  args: QueryDutiesArgs,
  context: GatewayContext,
): Promise<Connection<{ readonly node: DutyNode }>> {
  const page = pageOf(args, 50);
  const moment = await context.moment(args);
  if (typeof args.organizationId === 'string') await refuseUnknownPlace(context, moment, args.organizationId);
  const asked = {
    personId: args.personId ?? undefined,
    organizationId: args.organizationId ?? undefined,
    only: await dutiesShown(context),
  };
  const { rows, ...rest } = await dutiesAt(context.model, asked, { moment, page });
  const nodes = new Map(rows.map((row) => [row.dutyId, { ...row, moment }]));
  return connectionOf({ ...rest, ids: [...nodes.keys()] }, page, (id) => {
    const node = nodes.get(id);
    if (!node) throw new Error(`${id} fell out of its page`);
    return { node };
  });
}

/** An administrator is asked about duties at whatever organization there is, of which he sees nothing else. */
async function refuseUnknownPlace(context: GatewayContext, moment: Moment, id: string): Promise<void> {
  const isKnown = (await administers(context)) && (await nameLoader(context.at(moment)).load(id));
  if (!isKnown) await organizationAsked(context, moment, { id, field: 'organizationId' });
}

async function dutiesShown(context: GatewayContext): Promise<DutiesAsked['only']> {
  const scope = await context.access.scope();
  if (scope === 'everything' || scope.administers) return undefined;
  const { roots, audited } = scope;
  return { roots, audited, today: context.today, personId: context.sender().actor.personId };
}

async function administers({ access }: GatewayContext): Promise<boolean> {
  const scope = await access.scope();
  return scope !== 'everything' && scope.administers;
}

/** Whether a duty is shown to whoever asks: his own, one at an organization that he sees today, or any to an administrator. */
export async function isDutyShown(
  context: GatewayContext,
  { personId, organizationId }: Pick<DutyRow, 'personId' | 'organizationId'>,
): Promise<boolean> {
  const scope = await context.access.scope();
  if (scope === 'everything' || scope.administers || personId === context.sender().actor.personId) return true;
  return organizationId !== null && (await context.access.seeToday(organizationId)) !== undefined;
}
