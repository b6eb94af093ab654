import { dutyTable, inputWords, refusal, type Right, rightWords } from '@zhibu/contracts';
import type { QueryMayArgs } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { EVER } from '../../request/subject-asked.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import { type DutyOnDay, dutiesOn } from '../duty/duty.lookup.ts';
import { isDutyShown } from '../duty/duty.resolver.ts';
import {
  type NamedOrganization,
  organizationNamed,
  type OrganizationNode,
} from '../organization/organization.resolver.ts';
import { nameLoader } from '../organization/organization.lookup.ts';
import { type Along, dutyPlace, lineageOf, organizationOfProblem } from './me.lookup.ts';
import { type Holder, mayAbout, maySomewhere, type MaySubject, rightsSomewhere } from './may.rules.ts';

/** Who asks. */
export interface MeNode {
  readonly personId: string;
  readonly hasSession: boolean;
  readonly duties: readonly DutyOnDay[];
  readonly holder: Holder;
}

export const meResolvers: Resolvers = {
  Query: {
    me: (_parent: unknown, _args: unknown, context: GatewayContext): Promise<MeNode> => readMe(context),
    async may(_parent: unknown, args: QueryMayArgs, context: GatewayContext): Promise<readonly string[]> {
      const [{ holder }, subjects] = [await readMe(context), await subjectsOf(args, context)];
      return [...new Set(subjects.flatMap((subject) => mayAbout(holder, subject)))].sort();
    },
  },
  Me: {
    async home(
      { duties }: MeNode,
      _args: unknown,
      context: GatewayContext,
    ): Promise<OrganizationNode | NamedOrganization | null> {
      const at = duties.find(({ organizationId }) => organizationId !== undefined)?.organizationId;
      return at === undefined ? null : organizationNamed(context, { asOf: context.today }, at);
    },
    rights: ({ holder }: MeNode, _args: unknown, { today }: GatewayContext): readonly Right[] =>
      rightsSomewhere(holder, today),
    may: ({ holder }: MeNode, _args: unknown, { today }: GatewayContext): readonly string[] =>
      maySomewhere(holder, today),
  },
  HeldDuty: {
    id: ({ dutyId }: DutyOnDay): string => dutyId,
    label: ({ duty }: DutyOnDay, _args: unknown, { language }: GatewayContext): string =>
      dutyTable[duty].words[language],
    async organization(
      { organizationId }: DutyOnDay,
      _args: unknown,
      context: GatewayContext,
    ): Promise<OrganizationNode | NamedOrganization | null> {
      if (organizationId === undefined) return null;
      return organizationNamed(context, { asOf: context.today }, organizationId);
    },
  },
  HeldRight: {
    right: (right: Right): string => right,
    label: (right: Right, _args: unknown, { language }: GatewayContext): string => rightWords[right][language],
  },
};

async function readMe(context: GatewayContext): Promise<MeNode> {
  const { personId } = context.sender().actor;
  if (context.principal.kind === 'operator') return { personId, hasSession: false, duties: [], holder: 'operator' };
  const duties = await dutiesOn(context.model.sql, personId, context.today);
  const holder = duties.map(({ branchIds, ...duty }) => ({ ...duty, branchIds: branchIds && [...branchIds] }));
  return { personId, hasSession: true, duties, holder };
}

/** What is asked about; of nothing named: the platform, and what is about no organization. */
async function subjectsOf(args: QueryMayArgs, context: GatewayContext): Promise<readonly MaySubject[]> {
  const { today } = context;
  const named = Object.entries(args).filter(([, id]) => typeof id === 'string');
  const [field] = named.slice(1).flat();
  if (typeof field === 'string')
    throw refusal('INPUT_INVALID', { errors: [{ field, problem: inputWords.unknownField }] });
  const { organizationId, problemId, dutyId } = args;
  if (typeof organizationId === 'string') return [await aboutOrganization(context, organizationId)];
  if (typeof problemId === 'string') return [await aboutProblem(context, problemId)];
  if (typeof dutyId === 'string') return [await aboutDuty(context, dutyId)];
  return [
    { of: 'nothing', lineage: null, today },
    { of: 'nothing', lineage: [], today },
  ];
}

const along = ({ model, today }: GatewayContext, id: string): Promise<readonly Along[]> =>
  lineageOf(model, id, { asOf: today });

async function aboutOrganization(context: GatewayContext, id: string): Promise<MaySubject> {
  const isKnown = (await context.access.knowsOf(id)) && (await nameLoader(context.at(EVER)).load(id));
  if (!isKnown) throw refusal('ORGANIZATION_UNKNOWN', { field: 'organizationId', organizationId: id.slice(0, 64) });
  return { of: 'organization', lineage: await along(context, id), today: context.today };
}

async function aboutProblem(context: GatewayContext, id: string): Promise<MaySubject> {
  const organizationId = await organizationOfProblem(context.model, id);
  if (organizationId === undefined || (await context.access.seeToday(organizationId)) === undefined)
    throw refusal('PROBLEM_UNKNOWN', { field: 'problemId' });
  return { of: 'problem', lineage: await along(context, organizationId), today: context.today };
}

async function aboutDuty(context: GatewayContext, id: string): Promise<MaySubject> {
  const duty = await dutyPlace(context.model, id);
  if (!duty || !(await isDutyShown(context, duty))) throw refusal('DUTY_UNKNOWN', { field: 'dutyId' });
  const lineage = duty.organizationId === null ? [] : await along(context, duty.organizationId);
  return { of: 'duty', lineage, today: context.today };
}
