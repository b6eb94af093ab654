import type { FaultAt } from '@zhibu/kernel';

const words = (zh: string, en: string): FaultAt['problem'] => ({ zh, en });

type Sentence = (named: string, recomputed: string) => FaultAt['problem'];

/** The codes of faults, which are stable, and their sentences: what is wrong, where, and what to do. */
export const faultWords = {
  RECEIPT_TOO_LARGE: (size: string) =>
    words(
      `文件有${size}字节，超过64兆字节，不是一次抽取的凭据；请取得原件`,
      `The file has ${size} bytes, more than 64 MiB, and is no receipt of a draw; ask for the original`,
    ),
  RECEIPT_UNREADABLE: () =>
    words(
      '文件不是UTF-8编码的JSON，无法核验；请向抽取的组织单位重新取得凭据',
      'The file is not JSON in UTF-8 and cannot be verified; ask who held the draw for the receipt again',
    ),
  FORMAT_FOREIGN: (format: string) =>
    words(
      `凭据的格式不是zhibu-draw/1，而是“${format}”；请用该格式自己的办法核验`,
      `The receipt is not of the format zhibu-draw/1 but “${format}”; verify it by the means of that format`,
    ),
  FIELD_MALFORMED: (place: string) =>
    words(
      `凭据的“${place}”缺失或形式不对；请对照格式说明向抽取的组织单位索取完整凭据`,
      `“${place}” of the receipt is missing or has another shape; ask who held the draw for a whole receipt, as the page on the format says`,
    ),
  TEXT_UNFIT: (named: string) =>
    words(
      `“${named}”含制表符或换行，或不是NFC规范形式；请更正后再用`,
      `“${named}” holds a tab or a line end, or is not in NFC; correct it first`,
    ),
  SAMPLE_OUT_OF_BOUNDS: (sample: string) =>
    words(
      `抽取数量${sample}不在1与党支部数之间；请更正抽取数量`,
      `The sample of ${sample} is not between 1 and the number of branches; correct it`,
    ),
  BODIES_TOO_FEW: () =>
    words('参与抽取的单位不足两个；请至少由两个单位参与', 'Fewer than two bodies take part; at least two have to'),
  NAMED_TWICE: (named: string) =>
    words(`“${named}”出现了两次；每个编号只能列一次`, `“${named}” stands twice; each may be listed once`),
  OUT_OF_ORDER: (named: string) =>
    words(
      `“${named}”不在规定的次序上，这份凭据被改动过，或不是按格式写出的`,
      `“${named}” is not in its order: the receipt was changed, or not written as the format says`,
    ),
  EXCLUDED_TOO_MANY: (count: string) =>
    words(
      `除当年已检查外，另有${count}个被排除，超过总数的十分之一；请减少排除`,
      `${count} are excluded for other reasons than an inspection of this year, more than a tenth of all; exclude fewer`,
    ),
  POPULATION_HASH_DIFFERS: (stated: string, recomputed: string) =>
    words(
      `抽取范围的哈希应为${recomputed}，凭据写作${stated}：党支部、分层、排除、单位或数量与公告不符，请与公告的哈希核对`,
      `The hash of the population is ${recomputed}, the receipt says ${stated}: branches, strata, exclusions, bodies or sample are not those announced; compare with the hash that was announced`,
    ),
  COMMITMENT_MALFORMED: (body: string) =>
    words(
      `“${body}”的承诺值不是64位小写十六进制数`,
      `The commitment of “${body}” is not 64 lower-case hexadecimal digits`,
    ),
  NONCE_MALFORMED: (body: string) =>
    words(
      `“${body}”的随机数不是32个字节（64位小写十六进制数）；请核对封存的原件`,
      `The nonce of “${body}” is not 32 bytes (64 lower-case hexadecimal digits); compare with what was sealed`,
    ),
  REVEAL_UNCLEAR: (body: string) =>
    words(
      `“${body}”须或有随机数，或注明未公开，二者只居其一`,
      `“${body}” needs either a nonce or that it missed its reveal, and not both`,
    ),
  COMMITMENT_DIFFERS: (body: string, recomputed: string) =>
    words(
      `“${body}”的随机数与其承诺值不符（由该随机数应得${recomputed}）；请核对封存的原件`,
      `The nonce of “${body}” does not match its commitment (it would give ${recomputed}); compare with what was sealed`,
    ),
  CHECKPOINT_MISSING: (body: string) =>
    words(
      `“${body}”未公开随机数，凭据却没有代替它的检查点文本`,
      `“${body}” missed its reveal, and the receipt has no checkpoint in its place`,
    ),
  CHECKPOINT_NEEDLESS: () =>
    words('无人未公开，凭据却带有检查点文本', 'Nobody missed a reveal, and the receipt has a checkpoint'),
  SEED_DIFFERS: (stated: string, recomputed: string) =>
    words(`种子应为${recomputed}，凭据写作${stated}`, `The seed is ${recomputed}, the receipt says ${stated}`),
  SHARES_DIFFER: (stratum: string, recomputed: string) =>
    words(
      `“${stratum}”一层的名额与重算不符：应为${recomputed}`,
      `The share of the stratum “${stratum}” differs from what is recomputed: ${recomputed}`,
    ),
  DRAWN_DIFFERS: (branch: string, recomputed: string) =>
    words(
      `抽中名单与重算不符：此处列“${branch}”，应为“${recomputed}”`,
      `The list of those drawn differs from what is recomputed: “${branch}” stands where “${recomputed}” was drawn`,
    ),
  SUBSTITUTED_NOT_DRAWN: (branch: string) =>
    words(
      `“${branch}”并未抽中，或已被替换，不能替换`,
      `“${branch}” was not drawn, or was substituted before, and cannot be substituted`,
    ),
  SUBSTITUTE_DIFFERS: (branch: string, recomputed: string) =>
    words(
      `替换“${branch}”的应为同层次序上的下一个：${recomputed === '' ? '已无可替换者' : `“${recomputed}”`}`,
      `Who steps in for “${branch}” is the next of its stratum: ${recomputed === '' ? 'nobody is left' : `“${recomputed}”`}`,
    ),
} satisfies Readonly<Record<string, Sentence>>;

export type FaultCode = keyof typeof faultWords;
