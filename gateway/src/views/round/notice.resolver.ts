import { type Listed, listHashOf, noticeList } from '@zhibu/contracts';
import type { RoundListedArgs, RoundNotice } from '../../generated/schema.ts';
import type { GatewayContext } from '../../request/context.ts';
import { type Connection, connectionOf, pageOf } from '../../request/page.ts';
import type { Resolvers } from '../../schema/resolvers.ts';
import { listing } from '../moment.ts';
import {
  type NamedOrganization,
  organizationNamed,
  type OrganizationNode,
} from '../organization/organization.resolver.ts';
import { gradedOf, momentOf, type RoundScope, roundScope } from './round.lookup.ts';
import type { RoundRow } from './round.rules.ts';

interface ListedNode {
  readonly organization: OrganizationNode | NamedOrganization;
  readonly grade: string;
  readonly label: string;
  readonly standing: string;
}

/** 公示: its days, and whom its list names. */
export const roundNoticeResolvers: Resolvers = {
  Round: {
    async notice(round: RoundRow, _args: unknown, { model }: GatewayContext): Promise<RoundNotice | null> {
      const { notice, noticeStartedAt, openObjections } = round;
      if (!notice || noticeStartedAt === undefined) return null;
      return {
        startedAt: noticeStartedAt,
        listHash: notice.listHash,
        from: notice.from,
        to: notice.to,
        branches: notice.branches.length,
        stale: notice.listHash !== listHashOf(listedNow(await roundScope(model, round))),
        openObjections: openObjections.size,
      };
    },
    async listed(
      round: RoundRow,
      args: RoundListedArgs,
      context: GatewayContext,
    ): Promise<Connection<{ readonly node: ListedNode }>> {
      const page = pageOf(args, 50);
      const scope = await roundScope(context.model, round);
      const list = round.notice?.branches ?? listedNow(scope);
      const after = list.filter(({ branchId }) => branchId > (page.after ?? '')).slice(0, page.first + 1);
      const found = listing(
        after.map(({ branchId }) => branchId),
        page.first,
        list.length,
      );
      const nodes = await Promise.all(found.ids.map((id) => organizationNamed(context, momentOf(round), id)));
      return connectionOf(found, page, (_id, index) => {
        const [organization, listed] = [nodes[index], after[index]];
        if (!organization || !listed) throw new Error('an entry fell out of its page');
        return { node: { organization, grade: listed.grade, ...wordsIn(scope, listed) } };
      });
    },
  },
};

/** As a notice would list it now. */
function listedNow({ branches, editions }: RoundScope): readonly Listed[] {
  const contents = [...editions.values()].map(({ id: editionId, content }) => ({ editionId, content }));
  return noticeList(contents, gradedOf(branches));
}

/** In the words of the edition that the branch is graded by. */
function wordsIn(
  { branches, editions }: RoundScope,
  { branchId, grade }: Listed,
): Omit<ListedNode, 'organization' | 'grade'> {
  const own = editions.get(branches.find((branch) => branch.branchId === branchId)?.editionId ?? '');
  const grades = [...(own ? [own] : []), ...editions.values()].flatMap(({ content }) => content.grades);
  const found = grades.find(({ code }) => code === grade);
  return { label: found?.label ?? grade, standing: found?.standing ?? 'ordinary' };
}
