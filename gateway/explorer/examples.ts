import { committee, type Example, type Words } from './example.ts';
import { supervisionExamples } from './supervision-examples.ts';

const branch = '990100-SZGW-001-B001';

/** Where a year stands that the examples ask about: the period, the one before, the one after. */
const written: readonly Example[] = [
  {
    title: { zh: '工委总览：%period%年分类定级', en: 'A committee at a glance: classification %period%' },
    about: {
      zh: '市直机关工委 %period% 年各等次数量、各单位分布，以及与 %before% 年相比的升降。',
      en: 'How many branches of the work committee have each grade in %period%, unit by unit, and who rose or fell since %before%.',
    },
    variables: { under: committee, period: '%period%', scheme: 'classification' },
    query: `query ($under: ID!, $period: String!, $scheme: String!) {
  dashboard(under: $under, period: $period) {
    under { name }
    branches
    grades(scheme: $scheme) { grade label count }
    ungraded(scheme: $scheme)
    transitions(scheme: $scheme, from: "%before%", to: "%period%") { fromGrade toGrade count }
    byChild(scheme: $scheme) { organization { name } branches grades { label count } ungraded }
  }
}`,
  },
  {
    title: { zh: '后进党支部名单', en: 'Lagging branches' },
    about: {
      zh: '分类定级为后进的党支部，附依据的决定和失分项。',
      en: 'The branches classified as lagging, each with its decision and the points it lost.',
    },
    variables: { under: committee, filter: { scheme: 'classification', grade: 'lagging' } },
    query: `query ($under: ID!, $filter: BranchFilter) {
  branches(under: $under, filter: $filter, first: 10) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        organization { code name parent { name } }
        rating(scheme: "classification") { period label score confirmed findings { item rater pointsLost note } }
      }
    }
  }
}`,
  },
  {
    title: { zh: '一个党支部的情况', en: 'One branch as it stands' },
    about: {
      zh: '隶属关系、存在的问题（按条例）、当年组织生活、两种评定。',
      en: 'Its place in the tree, its findings under the regulations, the year’s activities, and both ratings.',
    },
    variables: { under: committee, name: '市委办公室第一党支部' },
    query: `query ($under: ID!, $name: String!) {
  branches(under: $under, filter: { nameContains: $name }, first: 1) {
    edges {
      node {
        organization { code name kindLabel openedOn parent { name parent { name } } findings { clause weight says } }
        classification: rating(scheme: "classification") { period label score effectiveFrom }
        appraisal: rating(scheme: "appraisal") { period grade effectiveFrom }
        activities(year: %period%) { label held due }
      }
    }
  }
}`,
  },
  {
    title: { zh: '等次的历史', en: 'The history of a grade' },
    about: {
      zh: '一个党支部历年等次：何时起生效、谁决定、依据什么。',
      en: 'Every grade of a branch: from when it holds, who decided it, and on what basis.',
    },
    variables: { branchId: branch, scheme: 'classification' },
    query: `query ($branchId: ID!, $scheme: String!) {
  ratingHistory(branchId: $branchId, scheme: $scheme) {
    period label score effectiveFrom effectiveTo recordedAt confirmed
    decision { type actor basis reason editionId }
  }
}`,
  },
  {
    title: { zh: '追溯核验（审计）', en: 'Replay from the events (audit)' },
    about: {
      zh: '从最初的记录重新推算，核对记录是否被改动、与系统显示是否一致。',
      en: 'Computed anew from the owning service’s stream, not from the views; tells whether hash chain and views agree.',
    },
    variables: { branchId: branch, scheme: 'classification' },
    query: `query ($branchId: ID!, $scheme: String!) {
  replay(branchId: $branchId, scheme: $scheme) {
    agreesWithReadModel chainIntact faults
    steps { recordedAt type says grade effectiveOn actor revision }
  }
}`,
  },
  {
    title: { zh: '截至某一时刻的记录', en: 'What was known then (two clocks)' },
    about: {
      zh: 'asOf 是“哪一天的情况”，knownAt 是“截至哪一时刻的记录”。把 knownAt 改到导入之前，同一天的答案就不同。',
      en: 'asOf asks which day, knownAt what was known at an instant. With knownAt before the import, the same day answers otherwise.',
    },
    variables: { asOf: '%period%-12-31', knownAt: '%after%-06-30T12:00:00+08:00' },
    query: `query ($asOf: Date!, $knownAt: DateTime!) {
  province: organization(code: "990000", asOf: $asOf) { name children { totalCount } }
  knownThen: organization(code: "990000", asOf: $asOf, knownAt: $knownAt) { name children { totalCount } }
}`,
  },
  {
    title: { zh: '重点关注名单', en: 'Focus list' },
    about: {
      zh: '先进、后进，以及年度考核一般以下的党支部，写明列入的理由。',
      en: 'Branches that are advanced or lagging, or appraised 一般 or worse, each with the reasons why it is listed.',
    },
    variables: { under: committee },
    query: `query ($under: ID!) {
  focusList(under: $under, first: 20) {
    totalCount
    edges { reasons node { organization { code name } } }
  }
}`,
  },
  {
    title: { zh: '任期届满未换届的组织', en: 'Terms that are over' },
    about: {
      zh: '按条例查找有某项问题的组织；asOf 可以是过去或将来的一天。',
      en: 'Organizations with a finding under the regulations; asOf may be a day of the past or of the future.',
    },
    variables: { under: committee, code: 'term-over', asOf: '%period%-12-31' },
    query: `query ($under: ID!, $code: String!, $asOf: Date) {
  organizationsWithFinding(under: $under, code: $code, asOf: $asOf, first: 20) {
    totalCount
    edges { node { code name kindLabel findings { says clause weight } } }
  }
}`,
  },
  ...supervisionExamples,
  {
    title: { zh: '命令：更改党支部名称', en: 'A command: rename a branch' },
    about: {
      zh: '每个命令都是一个 mutation；同一 commandId 再发一次，答复相同。',
      en: 'Every command is a mutation; sent again under the same commandId, it answers the same.',
    },
    variables: {
      input: {
        commandId: 'rename-example-1',
        organizationId: branch,
        name: '市委办公室第一党支部（示例）',
        effectiveOn: '%after%-03-01',
      },
    },
    query: `mutation ($input: RenameOrganizationInput!) {
  renameOrganization(input: $input) {
    commandId projected reason
    events { type stream revision position recordedAt }
  }
}`,
  },
];

/** The examples, asking about a period and the years before and after it. */
export function examplesOf(period: string): readonly Example[] {
  const years = { '%before%': Number(period) - 1, '%period%': period, '%after%': Number(period) + 1 };
  const filled = (text: string): string =>
    Object.entries(years).reduce((all, [mark, year]) => all.replaceAll(mark, String(year)), text);
  const both = ({ zh, en }: Words): Words => ({ zh: filled(zh), en: filled(en) });
  return written.map(({ title, about, query, variables }) => {
    const asked: Example['variables'] = JSON.parse(filled(JSON.stringify(variables)));
    return { title: both(title), about: both(about), query: filled(query), variables: asked };
  });
}
