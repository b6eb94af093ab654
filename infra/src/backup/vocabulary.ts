import type { Wording } from '@zhibu/contracts';
import type { LogFault, LogVerification, RestoredStore } from '@zhibu/event-store';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** Why a command is not carried out, and what to do. */
export const faults = {
  elsewhere: (name: string): Wording =>
    words(
      `${name} 只用于 PostgreSQL 存储，而 STORE=event-store-db：那里没有哈希链，备份与恢复用 EventStoreDB 自己的办法，恢复后先运行 npm run renew-generation`,
      `${name} is for the PostgreSQL store, and STORE=event-store-db: EventStoreDB keeps no hash chain, and is backed up and restored by its own means; after a restore, run npm run renew-generation`,
    ),
} as const;

const faultKinds: Readonly<Record<LogFault['code'], string>> = {
  'event-changed': '事件被改动',
  'event-missing': '事件缺失',
  'log-row-changed': '日志行或其事件被改动或移动',
  'log-row-missing': '日志行缺失',
  'head-changed': '日志末端不符',
  'event-outside-log': '日志之外的事件',
  'pending-changed': '待入日志的行不符',
  'stream-broken': '事件流不连续',
};

export function verifiedWords(service: string, { intact, rows, head }: LogVerification): Wording {
  return words(
    `${service}：${intact ? '完整' : '不完整'}，${rows}个事件，末端位置${head.position}，链值${head.chain}`,
    `${service}: ${intact ? 'intact' : 'NOT INTACT'}, ${rows} events, head ${head.position}, chain ${head.chain}`,
  );
}

export function faultWords(service: string, fault: LogFault): Wording {
  const at = fault.position === undefined ? '' : String(fault.position);
  return words(
    `  ${service}${at && ` 位置${at}`}：${faultKinds[fault.code]}`,
    `  ${service}${at && ` position ${at}`}: ${fault.says}`,
  );
}

export function backupWords(file: string, bytes: number): Wording {
  return words(`已备份到${file}（${bytes}字节）`, `Backed up to ${file} (${bytes} bytes)`);
}

export function restoredWords({ service, events, generation }: RestoredStore): Wording {
  return words(
    `${service}：已恢复${events}个事件，新的世代${generation}。检查点在备份之内的读者接着读；超前的读者会停下，需重建`,
    `${service}: ${events} events restored, new generation ${generation}. Readers whose checkpoint is in the backup go on; those ahead of it stop and are to be rebuilt`,
  );
}
