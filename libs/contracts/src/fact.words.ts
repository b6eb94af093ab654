import { aggregates } from './aggregates.ts';
import type { AggregateContract } from './contract.ts';
import { dutyTable } from './duty.table.ts';
import { schemeGradeWords } from './edition.words.ts';
import { rightWords } from './rights.ts';
import { exemptionWords, objectionOutcomeWords, roundStepWords } from './round.words.ts';
import { sixHaves } from './vocabulary.ts';
import { organizationFormWords, organizationKindWords, sectorWords, type Wording } from './vocabulary.ts';

type Words = Readonly<Record<string, Wording>>;

/** A fact of a refusal that has words of its own, and what people call it. */
interface FactWords {
  readonly label: Wording;
  readonly words: Words;
}

/** What a refusal knows beside its code, as people say it. */
export interface FactSaid {
  readonly label: Wording;
  readonly values: readonly Wording[];
}

const label = (zh: string, en: string): Wording => ({ zh, en });
const dutyWords: Words = Object.fromEntries(Object.entries(dutyTable).map(([code, { words }]) => [code, words]));
const knownWords: Words = Object.assign({}, ...Object.values(schemeGradeWords), sixHaves);

const facts: Readonly<Record<string, FactWords>> = {
  kind: { label: label('组织类别', 'kind'), words: organizationKindWords },
  parentKind: { label: label('上级类别', 'kind of the parent'), words: organizationKindWords },
  allowed: { label: label('上级可为', 'the parent may be'), words: organizationKindWords },
  kinds: { label: label('适用于', 'this is of'), words: organizationKindWords },
  form: { label: label('组织形式', 'form'), words: organizationFormWords },
  sector: { label: label('领域', 'sector'), words: sectorWords },
  duty: { label: label('职责', 'duty'), words: dutyWords },
  holds: { label: label('已任', 'holds already'), words: dutyWords },
  right: { label: label('所需权限', 'the right'), words: rightWords },
  duties: { label: label('有此权限的岗位', 'duties that give it'), words: dutyWords },
  because: { label: label('原来的原因', 'the cause it has'), words: exemptionWords },
  outcome: { label: label('原来的处理', 'the outcome it has'), words: objectionOutcomeWords },
  step: { label: label('步骤', 'step'), words: roundStepWords },
  known: { label: label('可选', 'known are'), words: knownWords },
};

/** Days that bound what may be said; they say themselves. */
const days: Words = {
  openedOn: label('成立日期', 'opened on'),
  dissolvedOn: label('撤销日期', 'dissolved on'),
  periodBegins: label('年度首日', 'the period begins on'),
  last: label('上一步日期', 'the step before is of'),
  latest: label('最晚', 'at the latest'),
};

/** What a refusal says beside its code, where it is a word of the vocabulary or a day. Codes without words are for programs. */
export function factsSaid(code: string, details: Readonly<Record<string, unknown>>): readonly FactSaid[] {
  const status = { label: label('目前状态', 'it is'), words: statusesOf(code) };
  const worded = Object.entries({ ...facts, status }).map(([name, { words, ...fact }]): FactSaid => ({
    ...fact,
    values: codesIn(details[name]).flatMap((value) => (Object.hasOwn(words, value) ? (words[value] ?? []) : [])),
  }));
  const dated = Object.entries(days).map(([name, words]): FactSaid => ({
    label: words,
    values: codesIn(details[name]).flatMap((day) => (IS_DAY.test(day) ? label(day, day) : [])),
  }));
  return [...worded, ...dated].filter(({ values }) => values.length > 0);
}

const IS_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The statuses of the aggregate that refuses by a code. */
function statusesOf(code: string): Words {
  const contracts: readonly AggregateContract[] = Object.values(aggregates);
  return contracts.find(({ refusals }) => Object.hasOwn(refusals, code))?.statuses ?? {};
}

const codesIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
