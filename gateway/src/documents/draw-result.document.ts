import { refusal } from '@zhibu/contracts';
import { z } from 'zod';
import { argument, documentOf, there } from './document.ts';
import { bodiesOf, DRAW, drawTold, type DrawTold, excludedText, seedsOf, stratumText } from './draw-told.ts';
import { dayText, type Part, type Table } from './paper.ts';

/** 抽取结果: who is drawn, and everything by which somebody who doubts it recomputes it. */
export const drawResult = documentOf({
  name: 'draw-result',
  form: 'letter',
  asks: z.object({ drawId: argument.drawId }),
  query: DRAW,
  answer: z.object({ draw: drawTold.nullable() }),
  paper({ draw: found }, { drawId }) {
    const draw = there(found);
    const { seed } = draw;
    if (seed === null) throw refusal('DOCUMENT_NOT_READY');
    return {
      kind: 'letter',
      title: `关于随机抽取${draw.organization.name}所属党支部结果的公告`,
      parts: partsOf(draw, drawId, seed),
      signature: bodiesOf(draw),
      annexes: [drawnOf(draw), sharesOf(draw), seedsOf(draw, true), substitutedOf(draw)].filter(
        ({ rows }) => rows.length > 0,
      ),
    };
  },
});

function partsOf(draw: DrawTold, drawId: string, seed: string): readonly Part[] {
  const missed = draw.bodies.filter((body) => body.missed).map(({ organization: { name } }) => name);
  const chapters: readonly (readonly [string, readonly string[]])[] = [
    [
      '一、抽取结果',
      [
        `按${dayText(draw.announcedOn)}的公告，从${draw.branches}个党支部中抽取${draw.sample}个，名单见附件1。${excludedText(draw)}`,
        ...(draw.substituted.length === 0 ? [] : [`其后替换${draw.substituted.length}个，原因见附件。`]),
      ],
    ],
    [
      '二、计算依据',
      [
        `抽取编号：${drawId}。抽取范围校验码（SHA-256）：${draw.populationHash}。`,
        `种子：${seed}。`,
        missed.length === 0
          ? '各单位均按时公开随机数，与承诺值相符。'
          : `${missed.join('、')}未按时公开随机数，以检查点代替，检查点：${draw.checkpoint ?? ''}。`,
      ],
    ],
    [
      '三、如何重算',
      [
        '向抽取单位索取本次抽取的凭据文件，其中有全部党支部的代码和分层、被排除者和原因、承诺值和随机数。先核对凭据中的抽取范围校验码、种子与本公告一致，再用核验命令（npm run draw -- verify 凭据文件）重算；也可按公开的格式说明（zhibu-draw/1）自行编写程序重算，不需要访问本平台。',
        '重算的步骤：由名单算出抽取范围校验码；由随机数核对各承诺值；由校验码和各随机数依序算出种子；由种子算出各层名额和层内次序，得出抽中名单；替补为同层次序中的下一个。任何一处不符，请向抽取单位提出。',
      ],
    ],
  ];
  return chapters.flatMap(([heading, texts]): readonly Part[] => [
    { kind: 'heading', text: heading },
    ...texts.map((text) => ({ kind: 'text' as const, text })),
  ]);
}

const nameIn = ({ named }: DrawTold, id: string): string => named.find(({ code }) => code === id)?.name ?? '';

const drawnOf = (draw: DrawTold): Table => ({
  title: '抽中名单（按抽取次序）',
  columns: [
    { heading: '序号', width: 3 },
    { heading: '代码', width: 9 },
    { heading: '党支部全称', width: 14 },
    { heading: '替换情况', width: 5 },
  ],
  rows: draw.drawn.map((id, index) => [
    index + 1,
    id,
    nameIn(draw, id),
    draw.substituted.some(({ branchId }) => branchId === id) ? '已替换' : '',
  ]),
});

const sharesOf = ({ shares }: DrawTold): Table => ({
  title: '各层名额',
  columns: [
    { heading: '分层', width: 9 },
    { heading: '含义', width: 13 },
    { heading: '党支部数', width: 5 },
    { heading: '名额', width: 4 },
  ],
  rows: shares.map(({ stratum, of, drawn }) => [stratum, stratumText(stratum), of, drawn]),
});

const substitutedOf = (draw: DrawTold): Table => ({
  title: '替换情况',
  columns: [
    { heading: '被替换的党支部', width: 10 },
    { heading: '替补的党支部', width: 10 },
    { heading: '原因', width: 10 },
  ],
  rows: draw.substituted.map(({ branchId, by, reason }) => [
    `${nameIn(draw, branchId)}（${branchId}）`,
    by === null ? '同层已无可替补' : `${nameIn(draw, by)}（${by}）`,
    reason,
  ]),
});
