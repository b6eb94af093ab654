import { z } from 'zod';
import { argument, documentOf, there } from './document.ts';
import type { Cell, Table } from './paper.ts';
import { partyAbove, placed, PLACE, roundName, unitOf } from './wording.ts';

const profile = placed.extend({
  kindLabel: z.string(),
  openedOn: z.string(),
  fullMembers: z.number().nullable(),
  probationaryMembers: z.number().nullable(),
  committeeElectedOn: z.string().nullable(),
  termEndsOn: z.string().nullable(),
  feature: z.string().nullable(),
  brand: z.string().nullable(),
  highlight: z.string().nullable(),
});
const rating = z.object({ label: z.string(), confirmed: z.boolean() }).nullable();
const have = z.object({ label: z.string(), standingLabel: z.string(), instead: z.string().nullable() });
const branch = z.object({
  last: rating,
  before: rating,
  sixHaves: z.object({ checkedOn: z.string(), items: z.array(have) }).nullable(),
});
const review = z.object({
  label: z.string(),
  outcomeLabel: z.string(),
  reviewedOn: z.string(),
  basis: z.string().nullable(),
  note: z.string().nullable(),
  items: z.array(z.string()),
});
const designation = z.object({
  organization: profile,
  branch: branch.nullable(),
  programmeTitle: z.string().nullable(),
  levelLabel: z.string(),
  kindLabel: z.string(),
  application: z
    .object({ appliedOn: z.string(), recommendation: z.string(), statement: z.string().nullable() })
    .nullable(),
  reviews: z.array(review),
});
type Designation = z.infer<typeof designation>;
const answer = z.object({ designation: designation.nullable() });

/** 申报表: who applies, the grades of two years, the six haves, the profile, and the reviews. */
export const applicationForm = documentOf({
  name: 'application-form',
  form: 'sheets',
  asks: z.object({
    programmeId: argument.programmeId,
    organizationId: argument.organizationId,
    scheme: argument.scheme,
    period: argument.period,
  }),
  query: `query ($programmeId: ID!, $organizationId: ID!, $scheme: String!, $period: String!, $before: String!,
      $asOf: Date!, $knownAt: DateTime!) {
    designation(programmeId: $programmeId, organizationId: $organizationId, asOf: $asOf, knownAt: $knownAt) {
      organization { ...Place kindLabel openedOn fullMembers probationaryMembers committeeElectedOn termEndsOn feature brand highlight }
      branch {
        last: rating(scheme: $scheme, period: $period) { label confirmed }
        before: rating(scheme: $scheme, period: $before) { label confirmed }
        sixHaves { checkedOn items { label standingLabel instead } }
      }
      programmeTitle levelLabel kindLabel
      application { appliedOn recommendation statement }
      reviews { label outcomeLabel reviewedOn basis note items }
    }
  }
  ${PLACE}`,
  variables: ({ period }) => ({ before: yearBefore(period) }),
  ofToday: true,
  answer,
  paper({ designation: found }, { scheme, period }) {
    const applied = there(found);
    const title = `${applied.levelLabel}${applied.kindLabel}申报表`;
    return {
      kind: 'sheets',
      title,
      tables: [
        basicsOf(applied, title),
        table('近两年评定等次', [
          [roundName(period, scheme), gradeOf(applied.branch?.last)],
          [roundName(yearBefore(period), scheme), gradeOf(applied.branch?.before)],
        ]),
        haves(applied),
        table('特色、品牌、亮点和申报材料', [
          ['一特色', applied.organization.feature ?? ''],
          ['一品牌', applied.organization.brand ?? ''],
          ['一亮点', applied.organization.highlight ?? ''],
          ['申报材料', there(applied.application).statement ?? ''],
        ]),
        reviews(applied),
      ],
    };
  },
});

const yearBefore = (period: string): string => String(Number(period) - 1);

const gradeOf = (rating: { readonly label: string; readonly confirmed: boolean } | null | undefined): string =>
  rating ? `${rating.label}${rating.confirmed ? '' : '（未核准）'}` : '无';

/** A part of the form: what is asked at the left, what is said at the right. */
const table = (title: string, rows: readonly (readonly Cell[])[]): Table => ({
  title,
  columns: [
    { heading: '项目', width: 14 },
    { heading: '内容', width: 50 },
  ],
  rows,
});

function basicsOf({ organization, programmeTitle, application }: Designation, title: string): Table {
  const { appliedOn, recommendation } = there(application);
  return table(title, [
    ['申报的命名项目', programmeTitle ?? ''],
    ['党组织全称', organization.name],
    ['组织类别', organization.kindLabel],
    ['单位', unitOf(organization)],
    ['上级党组织', partyAbove(organization)],
    ['成立日期', organization.openedOn],
    ['正式党员数', organization.fullMembers ?? ''],
    ['预备党员数', organization.probationaryMembers ?? ''],
    ['最近一次选举', organization.committeeElectedOn ?? ''],
    ['任期届满', organization.termEndsOn ?? ''],
    ['申报日期', appliedOn],
    ['党组（党委）推荐文件', recommendation],
  ]);
}

const haves = ({ branch: found }: Designation): Table => ({
  title: '“六有”情况',
  note: found?.sixHaves ? `核查日期：${found.sixHaves.checkedOn}` : '尚未核查',
  columns: [
    { heading: '项目', width: 10 },
    { heading: '情况', width: 8 },
    { heading: '以何功能替代', width: 40 },
  ],
  rows: (found?.sixHaves?.items ?? []).map(({ label, standingLabel, instead }) => [
    label,
    standingLabel,
    instead ?? '',
  ]),
});

const reviews = ({ reviews: made }: Designation): Table => ({
  title: '审核意见',
  columns: [
    { heading: '环节', width: 10 },
    { heading: '意见', width: 8 },
    { heading: '日期', width: 8 },
    { heading: '文件', width: 12 },
    { heading: '说明和须补正的事项', width: 30 },
  ],
  rows: made.map(({ label, outcomeLabel, reviewedOn, basis, note, items }) => [
    label,
    outcomeLabel,
    reviewedOn,
    basis ?? '',
    [...(note === null ? [] : [note]), ...items].join('\n'),
  ]),
});
