import type { Wording } from '@zhibu/contracts';
import type { Progress, Rebuilt } from '@zhibu/gateway';

type Difference = Rebuilt['differences'][number];

const steps: Readonly<Record<Exclude<Progress['step'], 'done'>, Wording>> = {
  facts: { zh: '从各服务日志读取事实', en: 'taking the facts from the services’ logs' },
  deriving: { zh: '推导', en: 'deriving' },
  'catching-up': { zh: '追上最新', en: 'catching up' },
  comparing: { zh: '与现用内容比对', en: 'comparing with what is live' },
  switching: { zh: '切换', en: 'switching' },
};

/** How far a rebuild is. */
export function progressOf(progress: Progress): Wording {
  if (progress.step === 'done') {
    const seconds = progress.seconds.toFixed(1);
    return { zh: `用时 ${seconds} 秒`, en: `took ${seconds} s` };
  }
  const { zh, en } = steps[progress.step];
  return { zh: `${zh}……`, en: `${en} …` };
}

/** What became of it, and what differs. */
export function outcomeOf({ units, switched, differences }: Rebuilt): readonly Wording[] {
  const unit = units.join(', ');
  const told = differences.flatMap(differenceOf);
  if (!switched) {
    return [
      ...told,
      {
        zh: `${unit}：重建结果与现用内容不一致，未切换。确认后可加 --accept-difference。`,
        en: `${unit}: the build differs from what is live; not switched. Once you know why, --accept-difference switches.`,
      },
    ];
  }
  const compared =
    differences.length === 0
      ? { zh: '内容一致', en: 'the content is equal' }
      : { zh: '差异已接受', en: 'the difference is accepted' };
  return [
    ...told,
    {
      zh: `${unit}：${compared.zh}，已切换。原内容保留并继续更新：--switch-back 切回，--give-up-back 放弃。`,
      en: `${unit}: ${compared.en}; switched. What was live is kept and fed: --switch-back returns to it, --give-up-back drops it.`,
    },
  ];
}

function differenceOf({ table, liveRows, builtRows, onlyLive, onlyBuilt }: Difference): readonly Wording[] {
  return [
    {
      zh: `表 ${table}：现用 ${liveRows} 行，重建 ${builtRows} 行`,
      en: `table ${table}: ${liveRows} rows live, ${builtRows} built`,
    },
    ...onlyLive.map((row) => ({ zh: `  仅现用 ${row}`, en: `  only live ${row}` })),
    ...onlyBuilt.map((row) => ({ zh: `  仅重建 ${row}`, en: `  only built ${row}` })),
  ];
}

export const notices = {
  usage: {
    zh: 'npm run rebuild -- <视图>|all [--switch-back | --give-up-back] [--accept-difference]',
    en: 'npm run rebuild -- <view>|all [--switch-back | --give-up-back] [--accept-difference]',
  },
  switchedBack: (unit: string): Wording => ({
    zh: `${unit}：已切回。换下的内容保留并继续更新。`,
    en: `${unit}: switched back. What was live is kept and fed.`,
  }),
  gaveUp: (unit: string): Wording => ({
    zh: `${unit}：保留的旧内容已删除。`,
    en: `${unit}: the kept build is dropped.`,
  }),
} as const;
