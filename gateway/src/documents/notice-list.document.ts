import { listHashOf, refusal } from '@zhibu/contracts';
import { z } from 'zod';
import { argument, documentOf } from './document.ts';
import { placed, noticeDays, noticeParts, PLACE, roundName, unitOf } from './wording.ts';

const listed = z.object({ organization: placed, grade: z.string(), label: z.string(), standing: z.string() });
const notice = z.object({ from: z.string(), to: z.string(), listHash: z.string() }).nullable();
const answer = z.object({
  organization: z.object({ name: z.string() }),
  round: z.object({ notice, listed: z.array(listed) }),
});
const started = z.object({ round: z.object({ notice: z.object({ startedAt: z.string() }).nullable() }) });

/**
 * 公示名单: the branches proposed for the grades that the edition makes public; no score, no other grade, and no person. Once
 * the notice has begun it is the list that the notice began with, as it was known then.
 */
export const noticeList = documentOf({
  name: 'notice-list',
  form: 'letter',
  asks: z.object({ under: argument.under, scheme: argument.scheme, period: argument.period }),
  settledBy: {
    query: `query ($under: ID!, $scheme: String!, $period: String!, $knownAt: DateTime!) {
      round(workCommitteeId: $under, scheme: $scheme, period: $period, knownAt: $knownAt) { notice { startedAt } }
    }`,
    instant: (found) => started.parse(found).round.notice?.startedAt,
  },
  query: `query ($under: ID!, $scheme: String!, $period: String!, $asOf: Date!, $knownAt: DateTime!,
      $first: Int!, $after: String) {
    organization(id: $under, asOf: $asOf, knownAt: $knownAt) { name }
    round(workCommitteeId: $under, scheme: $scheme, period: $period, knownAt: $knownAt) {
      notice { from to listHash }
      listed(first: $first, after: $after) {
        edges { node { organization { ...Place } grade label standing } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
  ${PLACE}`,
  list: 'round.listed',
  answer,
  paper({ organization, round: { notice: begun, listed: entries } }, { period, scheme }) {
    const list = entries.map(({ organization: { code: branchId }, grade }) => ({ branchId, grade }));
    if (begun && listHashOf(list) !== begun.listHash) throw refusal('DOCUMENT_LIST_DIFFERS');
    // Whatever an edition makes public, no paper that is posted names who lags.
    const shown = entries.filter(({ standing }) => standing !== 'lagging');
    const round = roundName(period, scheme);
    return {
      kind: 'letter',
      title: `关于${round}拟评定等次名单的公示`,
      parts: [
        {
          kind: 'text',
          text: `按照${round}工作安排，经支部自评、测评、上级党组织评定和党组（党委）审核，拟确定以下${shown.length}个党支部的等次，现予以公示。`,
        },
        ...noticeParts(begun ? noticeDays(begun) : '      年  月  日至      年  月  日', organization.name),
      ],
      signature: organization.name,
      annexes: [
        {
          title: `${round}拟评定等次名单`,
          columns: [
            { heading: '序号', width: 3 },
            { heading: '党支部全称', width: 13 },
            { heading: '单位', width: 9 },
            { heading: '拟定等次', width: 4 },
          ],
          rows: shown.map(({ organization: place, label }, index) => [index + 1, place.name, unitOf(place), label]),
        },
      ],
    };
  },
});
