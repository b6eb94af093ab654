import { type Platform, PlatformAbsent, PlatformRefused } from '@zhibu/client';
import { refusalSentence, refusalWords, type Wording } from '@zhibu/contracts';
import { inBoth } from './terminal.adapter.ts';

/** What a refusal says; one that this program does not know is said as the platform said it. */
export function refusalWording(code: string, said: string | undefined): Wording {
  const isKnown = Object.hasOwn(refusalWords, code) || said === undefined;
  return isKnown
    ? { zh: refusalSentence(code, {}, 'zh'), en: refusalSentence(code, {}, 'en') }
    : { zh: said, en: said };
}

/** Why a program that asks the platform ends, and what to do. @throws the error itself when it is none of these */
export function failureText(error: unknown, { signal }: Platform): string {
  if (signal.aborted)
    return inBoth({
      zh: '已中断。可重复同一命令继续，已完成的不会重做',
      en: 'interrupted; repeat the same command to go on, nothing is done twice',
    });
  if (error instanceof PlatformAbsent) {
    return inBoth({
      zh: `无法连接平台。请确认平台已启动（npm start），然后重复同一命令（系统信息：${error.message}）`,
      en: `the platform is not there; start it (npm start) and repeat the same command (the system says: ${error.message})`,
    });
  }
  if (error instanceof PlatformRefused) {
    const { zh, en } = refusalWording(error.code, error.message);
    return inBoth({ zh: `平台拒绝：${zh}（代码${error.code}）`, en: `the platform refused: ${en} (${error.code})` });
  }
  throw error;
}
