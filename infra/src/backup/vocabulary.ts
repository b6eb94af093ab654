import type { Wording } from '@zhibu/contracts';
import type { LogFault, LogVerification, Restored } from '@zhibu/event-store';
import type { SignatureFault } from '@zhibu/service-kit';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** Why a command is not carried out, and what to do. */
export const faults = {
  elsewhere: (name: string): Wording =>
    words(
      `${name} 只用于 PostgreSQL 存储，而 STORE=event-store-db：那里没有哈希链，备份与恢复用 EventStoreDB 自己的办法，恢复后先运行 npm run renew-generation；账户（模式 access）和人员名录（模式 people）仍在 PostgreSQL 中，须用 pg_dump 另行备份`,
      `${name} is for the PostgreSQL store, and STORE=event-store-db: EventStoreDB keeps no hash chain, and is backed up and restored by its own means; after a restore, run npm run renew-generation. Accounts (schema access) and the directory of people (schema people) stay in PostgreSQL: back them up by pg_dump`,
    ),
  noKey: (name: string): Wording =>
    words(
      `没有可用的密钥：请用 --key 指明密钥文件（写末端时没有则新建），或设置${name}`,
      `There is no key: name its file by --key (made where there is none and heads are written), or set ${name}`,
    ),
  key: (file: string): Wording =>
    words(`文件${file}里不是密钥，请用写出它的那个文件`, `${file} holds no key; give the file that was made for it`),
  file: (file: string, code: string): Wording =>
    words(
      `无法读写文件${file}，请检查路径和权限（系统信息：${code}）`,
      `The file ${file} cannot be read or written; check path and rights (the system says: ${code})`,
    ),
  signed: (file: string, fault: SignatureFault): Wording =>
    ({
      unreadable: words(`文件${file}不是本平台签名的文件`, `${file} is no signed file of this platform`),
      'unknown-key': words(
        `文件${file}由不受信任的密钥签名，请用签名时的密钥`,
        `${file} is signed by a key that is not trusted; give the key that it was signed with`,
      ),
      forged: words(`文件${file}的签名不符，内容被改动过`, `The signature of ${file} does not fit: it was changed`),
    })[fault],
  unsigned: (file: string): Wording =>
    words(
      `备份${file}旁没有签名文件，未恢复任何数据；确知其来源时请加 --trust-unsigned`,
      `The backup ${file} has no signature (${file}.sig); nothing was restored. Where you know where it comes from, add --trust-unsigned`,
    ),
} as const;

/** The options of backup and restore, as their usage says them. */
export const signingUsage = words(
  ' [--key 密钥文件]（设置BACKUP_KEY_FILE则加密）',
  ' [--key FILE] (encrypted where BACKUP_KEY_FILE names a key)',
);
export const trustUsage = words(' [--key 密钥文件] [--trust-unsigned]', ' [--key FILE] [--trust-unsigned]');

export const signedWords = (file: string | undefined): Wording =>
  file === undefined
    ? words(
        '备份没有签名：用 --key 指明密钥文件（没有则新建），恢复时才能认出它没有被改动',
        'The backup is not signed: name a key by --key (made where there is none), so that a restore can tell that nobody changed it',
      )
    : words(
        `备份的签名在${file}，请与备份一起保存`,
        `The signature of the backup is in ${file}; keep it with the backup`,
      );

/** The options of verify-log, as its usage says them. */
export const headsUsage = words(
  ' -- [--write-head 文件] [--head 文件] [--key 密钥文件]\n--write-head 把各日志的末端签名写入文件，请保存在别处；--head 核对日志仍包含该文件所记的末端',
  ' -- [--write-head FILE] [--head FILE] [--key FILE]\n--write-head writes the ends of the logs, signed, to be kept elsewhere; --head compares the logs with such a file',
);

export const madeKeyWords = (file: string, trusted: string): Wording =>
  words(
    `已新建密钥文件${file}，请与数据分开保存；核对只需要公钥：${trusted}`,
    `A key was made in ${file}: keep it apart from the data. To compare, the public key is enough: ${trusted}`,
  );

export const madeBackupKeyWords = (file: string): Wording =>
  words(
    `已新建备份密钥文件${file}，请与备份和数据分开保存：没有它，备份无法恢复`,
    `A key of backups was made in ${file}: keep it apart from backups and data; without it they cannot be restored`,
  );

export const writtenHeadsWords = (file: string): Wording =>
  words(
    `已把日志末端签名写入${file}，请保存在别处`,
    `The heads of the logs are written and signed in ${file}; keep it elsewhere`,
  );

/** How a log stands to a head that was written of it before. */
export function headWords(
  service: string,
  {
    at,
    position,
    found,
  }: { readonly at: string; readonly position: string; readonly found: 'there' | 'cut-off' | 'another' },
): Wording {
  return {
    there: words(`${service}：包含${at}所记的末端${position}`, `${service}: holds the head ${position} of ${at}`),
    'cut-off': words(
      `${service}：日志不到${at}所记的末端${position}，之后的事件被截去`,
      `${service}: ends before the head ${position} of ${at}: events were CUT OFF`,
    ),
    another: words(
      `${service}：位置${position}上的链值不是${at}所记的，日志被重写`,
      `${service}: has another chain at ${position} than at ${at}: the log was WRITTEN ANEW`,
    ),
  }[found];
}

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
    `  ${service}${at && ` 位置${at}`}：${faultKinds[fault.code]}（系统信息：${fault.says}）`,
    `  ${service}${at && ` position ${at}`}: ${fault.says}`,
  );
}

export function backupWords(file: string, bytes: number): Wording {
  return words(`已备份到${file}（${bytes}字节）`, `Backed up to ${file} (${bytes} bytes)`);
}

/** What a backup does not hold, and a restore needs. */
export const keptApartWords = words(
  '备份中没有平台密钥（people.key 或 PEOPLE_KEY）和人员密钥：前者请另行保存，后者用 npm run people -- keys-backup 另行备份',
  'The key of the installation (people.key, or PEOPLE_KEY) and the keys of persons are not in it: keep the one apart, back the others up by npm run people -- keys-backup',
);

/** Files of evidence are many and large, and never change: whoever copies their place has them. */
export const evidenceApartWords = words(
  '备份中没有佐证文件：请另行复制数据文件夹中的 evidence 文件夹（或 EVIDENCE_FOLDER、对象存储），先做本备份，后复制文件',
  'The files of evidence are NOT in it: copy the folder evidence of the data folder (or EVIDENCE_FOLDER, or the bucket) by itself, after this backup',
);

export const restoredEvidenceWords = words(
  '佐证文件不在备份中：请把当时复制的 evidence 文件夹放回数据文件夹（或 EVIDENCE_FOLDER、对象存储）；缺少的文件可由原提交人重新提交同一文件补上',
  'The files of evidence are not in a backup: put the copied folder evidence back into the data folder (or EVIDENCE_FOLDER, or the bucket); a file that is missing comes back when whoever handed it in sends it again',
);

export const restoredKeysWords = words(
  '账户已恢复，登录状态不恢复。启动前请把备份时的 people.key 放入数据文件夹（或设置 PEOPLE_KEY），否则动态口令无法核对；姓名用 npm run people -- keys-restore 恢复',
  'Accounts are back, sessions are not. Before a start, put the people.key of that time into the data folder (or set PEOPLE_KEY), or no second factor can be proven; names come back by npm run people -- keys-restore',
);

export function restoredWords(restored: Restored): Wording {
  const { service } = restored;
  if ('rows' in restored)
    return words(`${service}：已恢复${restored.rows}行`, `${service}: ${restored.rows} rows restored`);
  const { events, generation } = restored;
  return words(
    `${service}：已恢复${events}个事件，新的世代${generation}。检查点在备份之内的读者接着读；超前的读者会停下，需重建`,
    `${service}: ${events} events restored, new generation ${generation}. Readers whose checkpoint is in the backup go on; those ahead of it stop and are to be rebuilt`,
  );
}
