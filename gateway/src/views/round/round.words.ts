import {
  exemptionWords,
  type GradingInput,
  outsideWords,
  type RoundExemption,
  type RoundOutside,
  type Wording,
} from '@zhibu/contracts';

/** An input as refusals name it too. */
export function codeOf(input: GradingInput): string {
  switch (input.kind) {
    case 'rating':
      return `rating:${input.rater}`;
    case 'poll':
      return 'poll';
    case 'dataMatch':
      return 'data-match';
  }
}

function inputSays(input: GradingInput): Wording {
  switch (input.kind) {
    case 'rating':
      return { zh: input.label, en: `the rating “${input.label}”` };
    case 'poll':
      return { zh: '党员群众测评', en: 'the poll' };
    case 'dataMatch':
      return { zh: '五个基本数据比对', en: 'the match of five-basics data' };
  }
}

/** What a branch still lacks, as one sentence. */
export function missingSays(missing: readonly GradingInput[]): Wording {
  if (missing.length === 0)
    return { zh: '材料已齐，尚未初定等次', en: 'all inputs are there; the grade is not computed' };
  const said = missing.map(inputSays);
  return {
    zh: `还缺：${said.map(({ zh }) => zh).join('、')}`,
    en: `still missing: ${said.map(({ en }) => en).join(', ')}`,
  };
}

export const outsideSays = ({ reason }: RoundOutside): Wording => outsideWords[reason];

export function exemptionSays({ because, reason, basis }: RoundExemption): Wording {
  const { zh, en } = exemptionWords[because];
  const told = [reason, basis?.documentNo].filter((part) => part !== undefined);
  return told.length === 0 ? { zh, en } : { zh: `${zh}（${told.join('，')}）`, en: `${en} (${told.join(', ')})` };
}
