import { derivedId } from '@zhibu/kernel';

const HEX = 16;
const DIGITS = 8;

/** Where a subject falls between 0 and 1 in a question of its own: always the same for both. */
export const chanceOf = (question: string, id: string): number =>
  Number.parseInt(derivedId('demonstration', question, id).slice(0, DIGITS), HEX) / HEX ** DIGITS;

/** A whole number between two, both included. */
export const between = (question: string, id: string, [from, to]: readonly [number, number]): number =>
  from + Math.floor(chanceOf(question, id) * (to - from + 1));

/** One of several. @throws Error when there is none */
export function oneOf<Value>(question: string, id: string, among: readonly Value[]): Value {
  const one = among[between(question, id, [0, among.length - 1])];
  if (one === undefined) throw new Error(`nothing to choose from: ${question}`);
  return one;
}

/** One of several by their shares, which sum to 1. */
export function oneByShare<Name>(question: string, id: string, shares: readonly (readonly [Name, number])[]): Name {
  const chance = chanceOf(question, id);
  let sum = 0;
  const found = shares.find(([, share]) => {
    sum += share;
    return chance < sum;
  });
  return (found ?? oneOf(question, id, shares))[0];
}
