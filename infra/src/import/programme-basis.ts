import { approvals, approvalWords, type Wording } from '@zhibu/contracts';
import { isDocument, programmeIn, type ProgrammeBasis } from '@zhibu/handover';
import { wrong } from '../terminal/arguments.adapter.ts';

const listed = (language: keyof Wording): string =>
  approvals.map((code) => `${code} ${approvalWords[code][language]}`).join(language === 'zh' ? '、' : ', ');

/** How the operator says on what the programmes of a level and kind rest. */
export const APPROVAL_FORM: Wording = {
  zh: `--programme-basis（可重复）写明登记册所载命名的项目依何设立，级别和类别照登记册的写法；设立依据：${listed('zh')}`,
  en: `--programme-basis, which may be repeated, says on what the programmes rest by which the register’s organizations are designated, level and kind as written there; one of: ${listed('en')}`,
};

/** A basis as `--programme-basis` takes it. */
export const basisText = ({ level, kind, approval, documentNo }: ProgrammeBasis): string =>
  `${level}:${kind}=${approval}:${documentNo}`;

const BASIS = /^([^=]+)=([^:]+):(.+)$/;

/** The bases of `--programme-basis`, in their order. @throws WrongArguments */
export const programmeBasesOf = (given: readonly string[]): readonly ProgrammeBasis[] => given.map(basisOf);

function basisOf(text: string): ProgrammeBasis {
  const [, named = '', stated, documentNo = ''] = BASIS.exec(text) ?? [];
  const programme = programmeIn(named);
  const approval = approvals.find((one) => one === stated);
  if (!programme || !approval || !isDocument(documentNo.trim()))
    throw wrong(
      { zh: '应为 级别:类别=设立依据:文号', en: 'write LEVEL:KIND=APPROVAL:TEXT' },
      `--programme-basis ${text}`,
    );
  return { ...programme, approval, documentNo: documentNo.trim() };
}
