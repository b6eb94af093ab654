import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const usage = words(
  `npm run accounts -- link                              平台尚无管理员时，给出设立管理员的链接（10分钟内有效，只能用一次）
npm run accounts -- list                              列出账户
npm run accounts -- add 用户名 人员编号                 新建账户，给出设置口令的链接（10分钟内有效，只能用一次）
npm run accounts -- disable 用户名                      停用，并结束其登录
npm run accounts -- unlock 用户名                       解除锁定或停用
npm run accounts -- reset 用户名                        清除口令和动态口令，给出新的设置链接
  可选：--password-only 新建的账户不用动态口令  --url 平台网址`,
  `npm run accounts -- link                              a link to make the administrators of a platform that has none (10 minutes, once)
npm run accounts -- list                              the accounts
npm run accounts -- add LOGIN PERSON                  makes one, and gives a link to set its password (10 minutes, once)
npm run accounts -- disable LOGIN                     lets it in no more, and ends its sessions
npm run accounts -- unlock LOGIN                      lifts a lock, and that it was disabled
npm run accounts -- reset LOGIN                       forgets its password and one-time secret, and gives a new link
  Options: --password-only (a new account asks for no one-time password)  --url ADDRESS OF THE PLATFORM`,
);

export const faults = {
  login: (login: string): Wording =>
    words(
      `用户名${login}不合要求：2至32个小写字母、数字、点、下划线、连字符，以字母或数字开头`,
      `${login} is no login: 2 to 32 small letters, digits, dots, underscores and hyphens, a letter or digit first`,
    ),
  person: (person: string): Wording =>
    words(
      `${person}不是人员编号（不得是姓名以外的个人号码，不得含空格）`,
      `${person} is not a person reference (no number of a person, no spaces)`,
    ),
  unknown: (login: string): Wording =>
    words(
      `没有账户${login}。查看全部：npm run accounts -- list`,
      `There is no account ${login}. See them: npm run accounts -- list`,
    ),
  known: (login: string, person: string): Wording =>
    words(`用户名${login}或人员${person}已有账户`, `The login ${login} or the person ${person} has an account already`),
  founded: words(
    '平台已设立管理员，请由其提名；忘记口令的，运行 npm run accounts -- reset 用户名',
    'The platform has administrators; have them propose. Whoever forgot his password: npm run accounts -- reset LOGIN',
  ),
  url: (url: string): Wording => words(`平台网址有误：${url}`, `Not a URL: ${url}`),
};

export const says = {
  none: words('没有账户', 'There are no accounts'),
  columns: ['用户名', '人员', '动态口令', '口令', '状态'],
  yes: '有',
  no: '无',
  open: '正常',
  disabled: '停用',
  locked: (until: string): string => `锁定至${until}`,
  noFounding: words(
    '未能给出设立管理员的链接，请运行 npm run accounts -- link',
    'No link to make the administrators could be made; run npm run accounts -- link',
  ),
  founding: (url: string): Wording =>
    words(
      `请在10分钟内打开链接，设立系统管理员、安全管理员、审计管理员：${url}`,
      `Open this within 10 minutes to make the system, security and audit administrators: ${url}`,
    ),
  link: (url: string): Wording =>
    words(
      `请本人在10分钟内打开并设置口令：${url}`,
      `The person opens this within 10 minutes and sets a password: ${url}`,
    ),
  disabledNow: (login: string): Wording => words(`账户${login}已停用`, `The account ${login} is disabled`),
  unlocked: (login: string): Wording => words(`账户${login}可以登录`, `The account ${login} may log in`),
};
