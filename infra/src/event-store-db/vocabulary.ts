import type { Wording } from '@zhibu/contracts';
import type { ProtectionChange, RightFound } from '@zhibu/event-store/event-store-db';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const usage = words(
  'npm run event-store-db -- grant|check [--user 用户] [--yes]（地址：EVENTSTORE_URL、EVENTSTORE_CA_FILE；管理员：EVENTSTORE_ADMIN_USERNAME、EVENTSTORE_ADMIN_PASSWORD；平台的用户：--user，或 EVENTSTORE_USERNAME）\n退出码：0 已授权或权限齐全（过多的权限为提醒）；1 缺少权限，或没有同意更改；2 参数或设置有误；3 没有执行',
  'npm run event-store-db -- grant|check [--user USER] [--yes] (address: EVENTSTORE_URL, EVENTSTORE_CA_FILE; administrator: EVENTSTORE_ADMIN_USERNAME, EVENTSTORE_ADMIN_PASSWORD; the platform’s user: --user, or EVENTSTORE_USERNAME)\nExit codes: 0 granted, or no right is missing (rights too many are warned of); 1 rights are missing, or the change was not agreed to; 2 wrong arguments or settings; 3 not carried out',
);

const json = (value: object | undefined): string => (value === undefined ? '—' : JSON.stringify(value));

export const says = {
  change: ({ stream, before, after }: ProtectionChange): Wording =>
    words(`${stream}：${json(before)} → ${json(after)}`, `${stream}: ${json(before)} → ${json(after)}`),
  granted: (user: string): Wording =>
    words(
      `已授权：${user}可读 $all，可读写平台的事件流，不能删除`,
      `Granted: ${user} may read $all and read and write the platform’s streams, and may not delete`,
    ),
  nothingToDo: (user: string): Wording =>
    words(`${user}的权限已齐全，无需更改`, `${user} has the rights that are needed; nothing to change`),
  notAgreed: words(
    '没有更改。确认后请加 --yes 再执行',
    'Nothing was changed. Add --yes once you agree to what is shown above',
  ),
  agree: words('是否更改？输入 yes 确认', 'Change this? Type yes to agree'),
  complete: (user: string): Wording => words(`${user}的权限齐全`, `${user} has every right that is needed`),
  sameUser: words(
    '平台的用户不能就是管理员；请另建一个用户',
    'The platform’s user must not be the administrator; make a user of its own',
  ),
} as const;

const rights: Readonly<Record<RightFound['right'], Wording>> = {
  'read-all': words('读 $all', 'read $all'),
  read: words('读事件流', 'read streams'),
  write: words('写事件流', 'write to streams'),
  'read-metadata': words('读事件流的元数据', 'read what is said of streams'),
  delete: words('删除事件流', 'delete streams'),
  'write-metadata': words('改事件流的元数据（由此可删除）', 'write what is said of streams, and so delete them'),
  system: words('使用系统流', 'use the system’s streams'),
};

/** A right that is missing, or that others have, in a sentence. */
export function rightSays({ kind, right, roles }: RightFound, user: string): Wording {
  const { zh, en } = rights[right];
  if (kind === 'missing') return words(`缺少权限：${user}不能${zh}`, `Missing: ${user} may not ${en}`);
  const who = roles.map((role) => (role === '$all' ? { zh: '任何人', en: 'everybody' } : { zh: role, en: role }));
  return words(
    `提醒：${who.map((one) => one.zh).join('、')}可以${zh}`,
    `Warning: ${who.map((one) => one.en).join(', ')} may ${en}`,
  );
}
