import { committee, type Example } from './example.ts';

/** What is named, inspected, drawn and taken back. */
export const supervisionExamples: readonly Example[] = [
  {
    title: { zh: '命名情况', en: 'Designations' },
    about: {
      zh: '各级命名的党支部：命名文号、有效期、目前状态、应于何时复核。',
      en: 'The branches designated at each level: by which document, until when, how they stand, and when they are to be inspected again.',
    },
    variables: { under: committee, filter: { inForce: true } },
    query: `query ($under: ID!, $filter: DesignationFilter) {
  designations(under: $under, filter: $filter, first: 20) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node {
        organization { code name }
        programmeTitle levelLabel kindLabel statusLabel since until documentNo reinspectionDueOn reinspectionOverdue
      }
    }
  }
}`,
  },
  {
    title: { zh: '验收与复核', en: 'Inspections' },
    about: {
      zh: '对党支部的验收和复核：督查单位、结论、发现的问题、整改通知及签收答复。',
      en: 'Acceptances and reinspections: which body inspected, with which outcome and findings, and the notice that followed.',
    },
    variables: { under: committee },
    query: `query ($under: ID!) {
  inspections(under: $under, first: 20) {
    totalCount
    edges {
      node {
        id
        organization { code name }
        body { name }
        purpose { label } mode { label } visitedOn outcome { label } statusLabel
        findings { says severity { label } foundOn }
        spotChecks { kind { label } askedCount rightCount }
        notice { documentNo demands dueOn acknowledgedOn repliedOn }
      }
    }
  }
}`,
  },
  {
    title: { zh: '随机抽取', en: 'A draw' },
    about: {
      zh: '抽取范围、各单位的承诺值和随机数、种子、各层名额和抽中名单；凭据用 npm run draw 核验。',
      en: 'The population, what each body committed to and revealed, the seed, the shares of the strata, and who was drawn; npm run draw verifies its receipt.',
    },
    variables: { under: committee },
    query: `query ($under: ID!) {
  draws(under: $under, first: 1) {
    edges {
      node {
        id statusLabel announcedOn branches sample populationHash seed
        bodies { organization { name } commitment nonce missed }
        shares { stratum of drawn }
        toVisit { organization { code name } }
      }
    }
  }
}`,
  },
  {
    title: { zh: '取消命名', en: 'Revocations' },
    about: {
      zh: '取消命名的情形和依据、告知与陈述、决定、申诉，以及各步骤的期限。',
      en: 'Why a designation is taken back and on which findings, the hearing, the decision and its appeal, with the terms of each.',
    },
    variables: { under: committee },
    query: `query ($under: ID!) {
  revocations(under: $under, first: 10) {
    totalCount
    edges {
      node {
        id
        organization { code name }
        levelLabel kindLabel statusLabel facts
        grounds { label findings { inspectionId says } }
        notice { documentNo respondBy }
        statement { says }
        decision { label documentNo revokedFrom appealBy }
        appeal { says lodgedOn decideBy }
      }
    }
  }
}`,
  },
];
