import { BACKUP_FORMAT, BackupFault, type BackupTrailer } from './backup.ts';

/** The lines of a backup, one after another. */
export class Lines {
  private readonly iterator: AsyncIterator<string>;

  constructor(iterator: AsyncIterator<string>) {
    this.iterator = iterator;
  }

  async next(): Promise<string> {
    const result = await this.iterator.next();
    if (result.done === true) throw cut();
    return result.value;
  }

  async end(): Promise<void> {
    const result = await this.iterator.next();
    if (result.done !== true) throw unfit('more follows its end');
  }
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BackupFault(
      '这不是本平台的备份文件，或已损坏，未恢复任何数据',
      'this is no backup of this platform, or it is damaged; nothing was restored',
      { cause: error },
    );
  }
}

export const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
export const isTrailer = (value: unknown): value is BackupTrailer =>
  isObject(value) && 'end' in value && 'sha256' in value;
export const isEnding = (value: unknown): boolean => isObject(value) && 'end' in value && value.end === BACKUP_FORMAT;

function cut(): BackupFault {
  return new BackupFault('备份文件被截断，未恢复任何数据', 'the backup ends too early; nothing was restored');
}

export function unfit(what: string): BackupFault {
  return new BackupFault(
    `备份文件与自身不符（${what}），未恢复任何数据`,
    `the backup does not fit itself (${what}); nothing was restored`,
  );
}

export function filled(part: string): BackupFault {
  return new BackupFault(
    `${part}已有数据；只能恢复到空的数据文件夹（用 --data 指定新文件夹）`,
    `${part} holds data already; a backup is restored into an empty data folder only (name a new one by --data)`,
  );
}
