import type { ServiceName, Wording } from '@zhibu/contracts';
import type { HandledCommand } from './command-sender.ts';

/** How far the read model has come, by service. */
export interface ReadProgress {
  /** Resolves once it has taken in the position, saying whether the stream waits parked; rejects when the signal aborts. */
  readonly reached: (
    service: ServiceName,
    at: { readonly position: bigint; readonly stream?: string },
    signal: AbortSignal,
  ) => Promise<{ readonly parked: boolean }>;
}

const late: Wording = {
  zh: '已记录，尚未计入查询结果，请稍后再查',
  en: 'recorded; the read model has not taken it in yet, ask again later',
};
const parked: Wording = {
  zh: '已记录，但有一条记录暂不能显示，请联系运维人员处理',
  en: 'recorded; its stream is parked in the read model until an operator retries it',
};

/** Waits until queries show a command's events; why not, when they do not in time. */
export async function waitUntilProjected(
  progress: ReadProgress,
  sent: { readonly service: ServiceName; readonly events: HandledCommand['events'] },
  waitMs: number,
): Promise<Wording | undefined> {
  const last = sent.events.at(-1);
  if (!last) return undefined;
  const signal = AbortSignal.timeout(waitMs);
  try {
    const reached = await progress.reached(
      sent.service,
      { position: BigInt(last.position), stream: last.stream },
      signal,
    );
    return reached.parked ? parked : undefined;
  } catch (error) {
    if (signal.aborted) return late;
    throw error;
  }
}
