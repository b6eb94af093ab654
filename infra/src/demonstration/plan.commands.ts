import { periodOf } from '@zhibu/kernel';
import type { Planning } from './case.rules.ts';
import { clerksOf } from './person.rules.ts';
import type { Step } from './stage.rules.ts';

/** The items of the plan under which the work committee inspects. */
export const FOLLOW_UPS = '后进整顿回访';
export const REINSPECTIONS = '示范点验收复核';

const EVERY_MONTH = Array.from({ length: 12 }, (_, index) => index + 1);

/** 督查计划 of the work committee for the year that is played: follow-ups, acceptances and reinspections, and who is drawn. */
export function stepOfPlan({ occasion: { committee, madeOn } }: Pick<Planning, 'occasion'>): Step {
  const year = periodOf(madeOn);
  const onSite = { modes: ['on-site'], months: EVERY_MONTH };
  return {
    by: clerksOf(committee).clerk,
    name: 'AdoptPlan',
    data: {
      bodyId: committee,
      year,
      basis: { documentNo: `示例督查〔${year}〕3号` },
      items: [
        { itemId: FOLLOW_UPS, theme: '后进党支部整顿回访', scope: 'follow-up', ...onSite, units: [committee] },
        { itemId: REINSPECTIONS, theme: '示范点验收和复核', scope: 'special', ...onSite, units: [committee] },
        { itemId: '综合督查', theme: '党支部规范化建设', scope: 'comprehensive', ...onSite, drawUnder: committee },
      ],
    },
  };
}
