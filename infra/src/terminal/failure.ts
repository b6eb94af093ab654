import { type Platform, PlatformAbsent, PlatformRefused } from '@zhibu/client';
import { refusalWords } from '@zhibu/contracts';

/** What a refusal says, in both languages where its code is known. */
export function refusalText(code: string, said: string | undefined): string {
  const words = refusalWords[code];
  return words ? `${words.zh} | ${words.en} [${code}]` : `${said ?? ''} [${code}]`;
}

/** Why a program that asks the platform ends, and what to do. @throws the error itself when it is none of these */
export function failureText(error: unknown, { signal }: Platform): string {
  if (signal.aborted)
    return '已中断。可重复同一命令继续，已完成的不会重做 | interrupted; repeat the same command to go on, nothing is done twice';
  if (error instanceof PlatformAbsent) {
    return `无法连接平台 ${error.message}。请确认平台已启动（npm start），然后重复同一命令 | the platform is not there (${error.message}); start it (npm start) and repeat the same command`;
  }
  if (error instanceof PlatformRefused)
    return `平台拒绝 | the platform refused: ${refusalText(error.code, error.message)}`;
  throw error;
}
