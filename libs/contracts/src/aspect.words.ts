import { problemAspectWords, type Wording } from './vocabulary.ts';

/** 八个方面, by which editions grade; and what a problem may be of beside them. Source: domain.md, section 1. */
const aspectWords: Readonly<Record<string, Wording>> = {
  'organization-setup': { zh: '组织设置', en: 'organization setup' },
  'leadership-team': { zh: '班子队伍建设', en: 'leadership team' },
  'member-education': { zh: '党员教育管理', en: 'education and management of members' },
  'organizational-life': { zh: '党内组织生活', en: 'organizational life' },
  'work-carriers': { zh: '工作载体建设', en: 'work carriers' },
  'venue-building': { zh: '活动场所建设', en: 'venue' },
  'operating-mechanism': { zh: '工作运行机制', en: 'operating mechanism' },
  'basic-support': { zh: '基本工作保障', en: 'basic support' },
  ...problemAspectWords,
};

/** What an aspect is called; one that only its edition knows is called by its code. */
export const wordsOfAspect = (aspect: string): Wording =>
  (Object.hasOwn(aspectWords, aspect) ? aspectWords[aspect] : undefined) ?? { zh: aspect, en: aspect };
