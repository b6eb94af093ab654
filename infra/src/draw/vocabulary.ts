import type { Wording } from '@zhibu/contracts';
import { type DrawFault, isHexOf32, type Receipt } from '@zhibu/draw';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const usage = words(
  `npm run draw -- verify 凭据.json                                    只凭凭据重算一次抽取；0：相符，1：不符并指出第一处
npm run draw -- receipt 抽取编号 [--out 凭据.json]                     写出已完成抽取的凭据（--data 或 --database 指明平台）
npm run draw -- population 抽取编号 [--out 范围.txt]                   写出公告时冻结的抽取范围，公告后即可取得（--data 或 --database 指明平台）
npm run draw -- commit --population 文件或哈希 --body 单位编号          生成随机数，给出承诺值；随机数只写入本机文件
  可选：--nonce 随机数文件（本次抽取已生成的不重新生成）  --page 打印页文件（放入密封信封）`,
  `npm run draw -- verify RECEIPT.json                                 recomputes a draw from its receipt alone; 0: it holds, 1: the first thing that differs
npm run draw -- receipt DRAW [--out RECEIPT.json]                    writes the receipt of a completed draw (of the platform that --data or --database names)
npm run draw -- population DRAW [--out POPULATION.txt]               writes the population that was frozen, from its announcement on (of the platform that --data or --database names)
npm run draw -- commit --population FILE|HASH --body ID               makes a nonce and says its commitment; the nonce is written to a file here and nowhere else
  Options: --nonce FILE (one that is there for this draw is used as it is)  --page FILE (to print, for a sealed envelope)`,
);

export const receiptUsage = words(
  'npm run draw -- receipt 抽取编号 [--out 凭据.json]',
  'npm run draw -- receipt DRAW [--out RECEIPT.json]',
);

export const populationUsage = words(
  'npm run draw -- population 抽取编号 [--out 范围.txt]',
  'npm run draw -- population DRAW [--out POPULATION.txt]',
);

/** Why a command is not carried out, and what to do. */
export const faults = {
  notAnnounced: (file: string, body: string): Wording =>
    words(
      `文件${file}不是抽取范围文本，或其中没有单位“${body}”；请用公告的文件和编号`,
      `${file} is no population of a draw, or does not name the body “${body}”; use the file and the id that were announced`,
    ),
  nonceFile: (file: string): Wording =>
    words(
      `文件${file}里不是一个随机数（64位小写十六进制数）；请另指定文件`,
      `${file} does not hold a nonce (64 lower-case hexadecimal digits); name another file`,
    ),
  nonceOfAnotherDraw: (file: string): Wording =>
    words(
      `文件${file}里的随机数不是为这次抽取和这个单位生成的，一个随机数只用一次；请另指定文件`,
      `The nonce in ${file} was not made for this draw and this body, and one is used once; name another file`,
    ),
};

/** Of a receipt that does not hold: what differs first, where, and by which code programs know it. */
export const differs = ({ wording: { zh, en }, at, code }: DrawFault): Wording =>
  words(`核验不符：${zh}（位置：${at.place}；代码：${code}）`, `It does not hold: ${en} (at ${at.place}; ${code})`);

/** Of a receipt that holds: what was recomputed, and who missed a reveal. */
export function holds({ draw, sample, branches, excluded, bodies, shares, substituted, seed }: Receipt): Wording {
  const committed = bodies.filter((body) => 'nonce' in body).length;
  const missed = bodies.filter((body) => 'missed' in body).map(({ id }) => id);
  return words(
    `核验相符：抽取${draw}，党支部${branches.length}个，排除${excluded.length}个，抽取${sample}个。已重算抽取范围的哈希、${committed}个承诺值、种子（${seed}）、${shares.length}层的名额、抽中名单和${substituted.length}次替换${missed.length > 0 ? `；未公开随机数的单位：${missed.join('、')}` : ''}`,
    `It holds: draw ${draw}, ${branches.length} branches, ${excluded.length} excluded, ${sample} drawn. Recomputed: the hash of the population, ${committed} commitments, the seed (${seed}), the shares of ${shares.length} strata, the list of those drawn and ${substituted.length} substitutions${missed.length > 0 ? `; who missed the reveal: ${missed.join(', ')}` : ''}`,
  );
}

export const says = {
  receipt: (file: string): Wording =>
    words(
      `凭据已写入${file}，任何人可用 npm run draw -- verify 核验`,
      `The receipt is in ${file}; anybody verifies it by npm run draw -- verify`,
    ),
  population: (file: string): Wording =>
    words(
      `抽取范围已写入${file}；其SHA-256即公告的哈希，生成随机数时用 --population 指明该文件`,
      `The population is in ${file}; its SHA-256 is the hash that was announced, and commit takes it by --population`,
    ),
  commitment: (commitment: string): Wording =>
    words(`承诺值，请提交：${commitment}`, `The commitment, to be sent in: ${commitment}`),
  nonceMade: (file: string): Wording =>
    words(
      `随机数在文件${file}中，公开之前请勿示人；遗失即视为未公开。要打印密封，请加 --page 文件 重复同一命令`,
      `The nonce is in ${file}: show it to nobody before the reveal; lost, it counts as missed. To print and seal it, repeat the command with --page FILE`,
    ),
  nonceKept: (file: string): Wording => words(`沿用文件${file}中的随机数`, `The nonce that is in ${file} is used`),
  page: (file: string): Wording =>
    words(`打印页在文件${file}中，打印后请删除并密封`, `The page is in ${file}: print it, delete it, seal the print`),
};

/** What a page holds that is sealed in an envelope. */
export interface SealedPage {
  readonly body: string;
  readonly populationHash: string;
  readonly commitment: string;
  readonly nonce: string;
}

const DIGITS_A_GROUP = 8;

/** What the page says, a line each, with what is beside it. */
const pageWords: readonly (readonly [Wording, keyof SealedPage | undefined])[] = [
  [
    words(
      '随机抽取：承诺的随机数。请密封保存，全部单位承诺之后24小时内公开',
      'A draw: the nonce of a commitment. Keep it sealed; reveal it within 24 hours after all bodies have committed',
    ),
    undefined,
  ],
  [words('单位', 'Body'), 'body'],
  [words('抽取范围的哈希', 'Hash of the population'), 'populationHash'],
  [words('承诺值', 'Commitment'), 'commitment'],
  [words('随机数', 'Nonce'), 'nonce'],
  [words('封存人、日期', 'Sealed by, on'), undefined],
];

/** The page for the envelope, in both languages; hexadecimal digits in groups, to be read aloud and typed. */
export function sealedPage(page: SealedPage): string {
  const grouped = (text: string): string =>
    isHexOf32(text) ? text.replaceAll(new RegExp(`.{${DIGITS_A_GROUP}}(?=.)`, 'g'), '$& ') : text;
  const blocks = pageWords.map(
    ([{ zh, en }, field]) => `${zh}\n${en}\n${field ? `    ${grouped(page[field])}\n` : ''}`,
  );
  return blocks.join('\n');
}
