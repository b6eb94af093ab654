import type { DataMatchField, EditionContent, RatingEntry, Wording } from '@zhibu/contracts';
import { contentHash } from '@zhibu/kernel';
import { refusal, refuseIf } from './grading.rules.ts';
import type { Poll } from './grading.state.ts';

/** Where an input does not fit the edition, and how, 中文 / English. */
interface InputFault {
  readonly field: string;
  readonly problem: Wording;
}

/** @throws Refusal RATER_UNKNOWN, RATER_NOT_ITEMISED, RATING_INVALID naming every entry that does not fit */
export function refuseRating(content: EditionContent, rater: string, entries: readonly RatingEntry[]): void {
  const known = content.raters.find(({ code }) => code === rater);
  if (!known)
    throw refusal('RATER_UNKNOWN', {
      field: 'rater',
      rater,
      known: content.raters.map(({ code }) => code),
      named: content.raters.map(({ label }) => label),
    });
  refuseIf(known.kind !== 'itemised', 'RATER_NOT_ITEMISED', { field: 'rater', rater, named: [known.label] });
  const bonuses = bonusOf(content);
  const misfits = entries.flatMap((entry, index) => entryFaults(bonuses, entry, `entries.${index}`));
  const repeats = repeatedEntries(entries);
  refuseIf(misfits.length + repeats.length > 0, 'RATING_INVALID', { errors: [...misfits, ...repeats] });
}

/** Every item of the edition, and whether it adds or takes points. */
function bonusOf({ aspects, bonus }: EditionContent): ReadonlyMap<string, boolean> {
  const items = aspects.flatMap((aspect) => aspect.items).map((item) => [item.code, item.scoring === 'bonus'] as const);
  return new Map([...items, ...bonus.items.map((item) => [item.code, true] as const)]);
}

function entryFaults(bonuses: ReadonlyMap<string, boolean>, entry: RatingEntry, at: string): readonly InputFault[] {
  const isBonus = bonuses.get(entry.item);
  if (isBonus === undefined)
    return [fault(`${at}.item`, `标准中没有项目${entry.item}`, `the edition has no item ${entry.item}`)];
  if (isBonus && entry.deduction !== undefined)
    return [fault(`${at}.deduction`, '加分项不扣分', 'a bonus item takes no deduction')];
  if (!isBonus && entry.bonus !== undefined) return [fault(`${at}.bonus`, '该项目不加分', 'this item gives no bonus')];
  return [];
}

function repeatedEntries(entries: readonly RatingEntry[]): readonly InputFault[] {
  const numbered = entries.map((entry, index) => ({ entry, index }));
  return [...Map.groupBy(numbered, ({ entry }) => entry.item).values()]
    .filter((same) => same.length > 1)
    .flatMap((same) => {
      const seen = new Set<string>();
      return same
        .filter(({ entry }) => seen.size === seen.add(contentHash(entry)).size)
        .map(({ index }) => fault(`entries.${index}`, '与前面一条完全相同', 'repeats another entry exactly'));
    });
}

/** @throws Refusal POLL_NOT_ASKED, POLL_INVALID naming every option that does not fit */
export function refusePoll(content: EditionContent, { ballots, answers }: Poll): void {
  const options = Object.keys(content.poll?.scores ?? {});
  refuseIf(options.length === 0, 'POLL_NOT_ASKED');
  const faults = Object.keys(answers)
    .filter((option) => !options.includes(option))
    .map((option) => fault(`answers.${option}`, `没有测评选项${option}`, `${option} is not an option of the poll`));
  const counted = Object.values(answers).reduce((total, each) => total + each, 0);
  if (ballots === 0) faults.push(fault('ballots', '总票数为零', 'there are no ballots'));
  if (counted !== ballots)
    faults.push(
      fault(
        'ballots',
        `各选项合计${counted}票，与总票数${ballots}不符`,
        `the answers add up to ${counted}, not ${ballots}`,
      ),
    );
  refuseIf(faults.length > 0, 'POLL_INVALID', { errors: faults });
}

/** @throws Refusal DATA_MATCH_INVALID naming every field given twice */
export function refuseDataMatch(fields: readonly DataMatchField[]): void {
  const errors = fields
    .map(({ field }, index) => ({ field, index }))
    .filter(({ field, index }) => fields.findIndex((other) => other.field === field) < index)
    .map(({ field, index }) => fault(`fields.${index}.field`, `${field}重复`, `${field} is given twice`));
  refuseIf(errors.length > 0, 'DATA_MATCH_INVALID', { errors });
}

/** @throws Refusal VETO_UNKNOWN */
export function refuseVeto({ vetoes }: EditionContent, veto: string): void {
  refuseIf(!vetoes.some(({ code }) => code === veto), 'VETO_UNKNOWN', {
    field: 'veto',
    veto,
    known: vetoes.map(({ code }) => code),
    named: vetoes.map(({ says }) => says),
  });
}

const fault = (field: string, zh: string, en: string): InputFault => ({ field, problem: { zh, en } });
