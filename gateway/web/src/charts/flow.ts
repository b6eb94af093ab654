import type { Look } from '../parts/grade.part.tsx';

/** A grade on one side of the flow. */
export interface FlowGrade {
  readonly grade: string;
  readonly label: string;
  readonly look: Look;
}

/** How many went from a grade of one year to a grade of the next. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export type Direction = 'up' | 'down' | 'same';

/** A grade as a block of a side, as high as there are branches. */
export interface Block extends FlowGrade {
  readonly count: number;
  readonly top: number;
  readonly height: number;
}

/** A move as a ribbon from one side to the other. */
export interface Ribbon extends Move {
  readonly direction: Direction;
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

export interface Flowing {
  readonly left: readonly Block[];
  readonly right: readonly Block[];
  readonly ribbons: readonly Ribbon[];
}

const GAP = 12;
const THINNEST = 1.5;

/** Grades stand the best first; to rise is to come to one that stands before. */
export function directionOf({ from, to }: Move, order: readonly FlowGrade[]): Direction {
  const [before, after] = [from, to].map((code) => order.findIndex(({ grade }) => grade === code));
  if (before === undefined || after === undefined || before === after) return 'same';
  return after < before ? 'up' : 'down';
}

/** Lays blocks and ribbons out over a height. */
export function flowing(moves: readonly Move[], order: readonly FlowGrade[], height: number): Flowing {
  const shown = moves.filter(({ count }) => count > 0);
  const all = shown.reduce((sum, { count }) => sum + count, 0);
  const room = height - GAP * (order.length - 1);
  const scale = all === 0 ? 0 : room / all;
  const left = blocksOf(order, (code) => countOf(shown, ({ from }) => from === code), scale);
  const right = blocksOf(order, (code) => countOf(shown, ({ to }) => to === code), scale);
  return { left, right, ribbons: ribbonsOf(inOrder(shown, order), { left, right, scale, order }) };
}

const countOf = (moves: readonly Move[], isMeant: (move: Move) => boolean): number =>
  moves.filter(isMeant).reduce((sum, { count }) => sum + count, 0);

function blocksOf(order: readonly FlowGrade[], counted: (code: string) => number, scale: number): readonly Block[] {
  let top = 0;
  return order.flatMap((each) => {
    const count = counted(each.grade);
    if (count === 0) return [];
    const block = { ...each, count, top, height: Math.max(THINNEST, count * scale) };
    top += block.height + GAP;
    return [block];
  });
}

function inOrder(moves: readonly Move[], order: readonly FlowGrade[]): readonly Move[] {
  const place = (code: string): number => order.findIndex(({ grade }) => grade === code);
  return moves.slice().sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
}

interface Sides extends Omit<Flowing, 'ribbons'> {
  readonly scale: number;
  readonly order: readonly FlowGrade[];
}

/** Each ribbon leaves below the one before it, and comes in below the one before it. */
function ribbonsOf(moves: readonly Move[], { left, right, scale, order }: Sides): readonly Ribbon[] {
  const leaving = new Map(left.map(({ grade, top }) => [grade, top]));
  const coming = new Map(right.map(({ grade, top }) => [grade, top]));
  return moves.map((move) => {
    const height = Math.max(THINNEST, move.count * scale);
    const ribbon = {
      ...move,
      direction: directionOf(move, order),
      left: leaving.get(move.from) ?? 0,
      right: coming.get(move.to) ?? 0,
      height,
    };
    leaving.set(move.from, ribbon.left + height);
    coming.set(move.to, ribbon.right + height);
    return ribbon;
  });
}
