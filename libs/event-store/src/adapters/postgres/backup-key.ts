import { randomBytes } from 'node:crypto';
import { BackupFault } from './backup.ts';

const KEY_BYTES = 32;

/** A key of backups as its file has it: base64url, a line. */
export const newBackupKey = (): string => `${randomBytes(KEY_BYTES).toString('base64url')}\n`;

/** The key in the text of its file; undefined where it is none. */
export function backupKeyOf(text: string): Buffer | undefined {
  const line = text.trim();
  return /^[\w-]{43}$/.test(line) ? Buffer.from(line, 'base64url') : undefined;
}

const words = {
  BACKUP_KEY_MISSING: {
    zh: '备份已加密，请在BACKUP_KEY_FILE中指明加密时的密钥文件；未恢复任何数据',
    en: 'the backup is encrypted: name the file of its key in BACKUP_KEY_FILE; nothing was restored',
  },
  BACKUP_KEY_WRONG: {
    zh: '密钥文件不是加密这个备份的那一个，未恢复任何数据',
    en: 'the backup was encrypted with another key; nothing was restored',
  },
  BACKUP_DAMAGED: {
    zh: '加密的备份被截断或改动过，未恢复任何数据',
    en: 'the encrypted backup was cut or changed; nothing was restored',
  },
} as const;

export type EncryptedBackupCode = keyof typeof words;

/** Why an encrypted backup is not taken in, by a stable code. */
export class EncryptedBackupFault extends BackupFault {
  readonly code: EncryptedBackupCode;

  constructor(code: EncryptedBackupCode, cause?: unknown) {
    super(words[code].zh, words[code].en, { cause });
    this.code = code;
  }
}
