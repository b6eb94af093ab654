import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** How much was sealed anew. */
export interface Rotated {
  readonly persons: number;
  readonly accounts: number;
  /** Whether the old key is gone already: of a data folder; a process's settings are their operator's. */
  readonly isOldGone: boolean;
}

export const usage = words(
  `npm run people -- import 文件.csv [--server 网址]        把人员名录（people.csv）导入平台
npm run people -- forget 人员编号                      注销：删除其信息和密钥，不可恢复
npm run people -- keys-backup 文件                     单独备份人员密钥，30天内有效
npm run people -- keys-restore 文件                    恢复人员密钥；已注销的不恢复
npm run people -- keys-rotate                          更换平台密钥（people.key 或 PEOPLE_KEY），人员密钥和动态口令密钥改由新密钥加密`,
  `npm run people -- import FILE.csv [--server URL]       takes a list of people (people.csv) into the directory
npm run people -- forget PERSON                       removes what is listed of him, and his key, for ever
npm run people -- keys-backup FILE                    backs up the persons' keys apart from all else, good for 30 days
npm run people -- keys-restore FILE                   restores them, but those of who was forgotten
npm run people -- keys-rotate                         changes the key of the installation (people.key, or PEOPLE_KEY), and seals anew by it`,
);

export const faults = {
  unknown: (personId: string): Wording => words(`人员名录中没有${personId}`, `The directory does not list ${personId}`),
  file: (file: string): Wording => words(`不是人员密钥的备份：${file}`, `Not a backup of persons' keys: ${file}`),
  closed: ({
    file,
    closed,
    count,
  }: {
    readonly file: string;
    readonly closed: number;
    readonly count: number;
  }): Wording =>
    words(
      `${file}中有${closed}个（共${count}个）人员密钥不能由本平台的密钥打开，未恢复任何密钥。请放入备份时的平台密钥（people.key 或 PEOPLE_KEY），或用更换密钥之后的备份`,
      `${closed} of the ${count} keys in ${file} are opened by no key of this installation; none was restored. Put back the people.key (or PEOPLE_KEY) of the time of the backup, or use a backup made after the key was changed`,
    ),
  noKey: words(
    '没有设置平台密钥：请把 PEOPLE_KEY 设为网关所用的值',
    'The key of the installation is not set: set PEOPLE_KEY to what the gateway has',
  ),
  running: words(
    '平台正在运行，它只知道旧密钥。请先停止平台，再更换密钥',
    'The platform runs, and knows the old key alone. Stop it, and change the key then',
  ),
  oneKey: words(
    'PEOPLE_KEY 中只有一个密钥。请把新密钥写在旧密钥之前，用逗号分开，重启网关后再更换',
    'PEOPLE_KEY has one key. Put the new key before the old one, with a comma between, start the gateway anew, and then change',
  ),
  expired: (file: string, until: string): Wording =>
    words(
      `${file}已于${until}过期；请删除：人员密钥的备份只保留30天`,
      `${file} is past its time (${until}); delete it: backups of keys are kept for 30 days`,
    ),
};

export const says = {
  imported: (count: number, changed: number): Wording =>
    words(`已导入人员${count}名，其中${changed}名有变动`, `${count} persons imported, ${changed} of them with changes`),
  forgotten: (personIds: readonly string[]): Wording =>
    words(
      `已注销的人员未导入：${personIds.join('、')}`,
      `Not imported, for they were removed: ${personIds.join(', ')}`,
    ),
  faults: (count: number): Wording =>
    words(`人员名录有${count}处错误，未导入`, `${count} faults in the list of people; nothing was imported`),
  refused: ({ zh, en }: Wording, code: string): Wording =>
    words(
      `平台拒绝了人员名录：${zh}（代码${code}）。其他数据已导入；更正后用 npm run people -- import people.csv 再导入名录`,
      `The platform refused the list of people: ${en} (${code}). Everything else was imported; once it is mended, import the list by npm run people -- import people.csv`,
    ),
  noDirectory: words(
    '平台没有设置人员名录（PEOPLE_DATABASE_URL），people.csv 未导入；其他数据不受影响',
    'The platform keeps no directory of people (PEOPLE_DATABASE_URL), so people.csv was not imported; nothing else is affected',
  ),
  removed: (personId: string): Wording => words(`已注销${personId}`, `${personId} is forgotten`),
  backedUp: (count: number, file: string, until: string): Wording =>
    words(
      `已备份${count}名人员的密钥：${file}，${until}前有效，请与其他备份分开保管`,
      `The keys of ${count} persons are in ${file}, good until ${until}; keep it apart from other backups`,
    ),
  rotated: ({ persons, accounts, isOldGone }: Rotated): Wording => {
    const { zh, en } = isOldGone
      ? words('旧密钥已删除', 'the old key is gone')
      : words(
          '请从 PEOPLE_KEY 中去掉旧密钥并重启网关',
          'take the old key out of PEOPLE_KEY and start the gateway anew',
        );
    return words(
      `已改由新密钥加密：人员密钥${persons}个，动态口令密钥${accounts}个；${zh}。此前单独备份的人员密钥不能再恢复，请重新备份`,
      `Sealed by the new key: the keys of ${persons} persons, the one-time secrets of ${accounts} accounts; ${en}. Backups of keys made before cannot be used any more; make another`,
    );
  },
  restored: (count: number): Wording =>
    words(`已恢复${count}名人员的密钥`, `The keys of ${count} persons are restored`),
};
