import { z } from 'zod';
import { argument, documentOf, there } from './document.ts';
import { bodiesOf, DRAW, drawTold, type DrawTold, excludedText, seedsOf, stratumText } from './draw-told.ts';
import { dayText, type Table } from './paper.ts';

/** 抽取公告: the population with its hash, who is excluded and why, who commits until when, and how it goes on. */
export const drawAnnouncement = documentOf({
  name: 'draw-announcement',
  form: 'letter',
  asks: z.object({ drawId: argument.drawId }),
  query: DRAW,
  answer: z.object({ draw: drawTold.nullable() }),
  paper({ draw: found }) {
    const draw = there(found);
    const text = (said: string) => ({ kind: 'text' as const, text: said });
    const heading = (said: string) => ({ kind: 'heading' as const, text: said });
    return {
      kind: 'letter',
      title: `关于随机抽取${draw.organization.name}所属党支部的公告`,
      parts: [
        heading('一、抽取范围'),
        text(
          `${dayText(draw.announcedOn)}列入抽取的党支部共${draw.branches}个，分${draw.strata.length}层（见附件1），抽取${draw.sample}个，每个党支部被抽中的机会都是${draw.branches}分之${draw.sample}。已命名的示范点同样列入抽取。`,
        ),
        text(excludedText(draw)),
        heading('二、范围校验码'),
        text(
          `抽取范围自公告起不再变动，其名单的校验码（SHA-256）为${draw.populationHash}；名单自公告之日起可向抽取单位索取。`,
        ),
        heading('三、抽取办法'),
        text(
          `由${bodiesOf(draw)}各自生成随机数，于${dayText(draw.commitBy)}前提交承诺值（见附件2）；有一方到期未提交的，本次抽取失效。全部提交后24小时内公开随机数；未按时公开的，在抽取结果中写明其名，并以公告时约定的检查点代替其随机数。`,
        ),
        text(
          '种子、各层名额和抽中名单由抽取范围和各单位的随机数按公开的格式（zhibu-draw/1）计算得出，任何人取得凭据后都可以重算。',
        ),
      ],
      signature: bodiesOf(draw),
      annexes: [strataOf(draw), seedsOf(draw, false)],
    };
  },
});

const strataOf = ({ strata }: DrawTold): Table => ({
  title: '抽取范围的分层',
  columns: [
    { heading: '分层', width: 10 },
    { heading: '含义', width: 14 },
    { heading: '党支部数', width: 5 },
  ],
  rows: strata.map(({ stratum, of }) => [stratum, stratumText(stratum), of]),
});
