import { measuredText } from '../../words/measured.ts';
import { percentOf } from '../../words/numbers.ts';
import { fill, words } from '../../words/words.ts';
import type { Rated } from './steps.ts';

const says = words.replay;

interface Input {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly was: string | undefined;
}

/** What a decision was computed from; what has changed since the last one stands on another ground, the old value struck out. */
export function InputsTable({ now, before }: { readonly now: Rated; readonly before: Rated | undefined }) {
  return (
    <table class="inputs">
      <caption class="unseen">{says.inputs}</caption>
      <tbody>
        {inputsOf(now, before).map(({ key, label, value, was }) => (
          <tr key={key} class={was === undefined ? undefined : 'chosen'}>
            <th scope="row">{label}</th>
            <td>
              {was === undefined ? null : <del>{was}</del>} {value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Totals, gates, vetoes and the score of a decision, each with what it was in the one before, where that differs. */
export function inputsOf(now: Rated, before: Rated | undefined): readonly Input[] {
  const was = new Map(before ? readingsOf(before).map(({ key, value }) => [key, value]) : []);
  return readingsOf(now).map((reading) => {
    const old = was.get(reading.key);
    return { ...reading, was: old === reading.value ? undefined : old };
  });
}

function readingsOf({ totals, gates, vetoes, score }: Rated): readonly Omit<Input, 'was'>[] {
  return [
    ...totals.map(({ rater, label, weight, total }) => ({
      key: `rater ${rater}`,
      label: fill(says.weighed, { label, weight: percentOf(weight) }),
      value: total,
    })),
    ...gates.map(({ code, says: text, measured, bound, lowered }) => ({
      key: `gate ${code}`,
      label: text,
      value: fill(lowered ? says.lowered : says.notLowered, { measured: measuredText(measured, bound) }),
    })),
    ...vetoes.map(({ says: text }) => ({ key: `veto ${text}`, label: says.veto, value: text })),
    ...(score === null ? [] : [{ key: 'score', label: says.score, value: score }]),
  ];
}
