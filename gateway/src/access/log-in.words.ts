import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

/** What the pages say by which people log in. */
export const logInWords = {
  platform: words('支部', 'Party branches'),
  logIn: words('登录', 'Log in'),
  logOut: words('退出登录', 'Log out'),
  login: words('用户名', 'Login'),
  password: words('口令', 'Password'),
  oneTimePassword: words('动态口令（启用的账户须填写）', 'One-time password, where the account has one'),
  newPassword: words('新口令（更换口令时填写）', 'New password, to replace the one above'),
  setUp: words('设置口令', 'Set your password'),
  token: words(
    '设置码（打开链接时自动填写；否则填写链接中井号后的内容）',
    'Set-up code: what stands behind # in your link',
  ),
  chosenPassword: words('口令', 'Password'),
  again: words('再次输入口令', 'The same password again'),
  notTheSame: words('两次输入的口令须一致', 'must be the same password both times'),
  done: words('口令已设置，请登录', 'Your password is set; log in'),
  found: words('设立管理员', 'Make the administrators'),
  founded: words('管理员已设立，请各自登录', 'The administrators are made; each logs in'),
  merged: words(
    '三员由一人兼任：此事将记录在案，并在健康状况和核验结果中标明',
    'One person is all three administrators: that is recorded, and said by health and by every audit',
  ),
  stepUp: words('确认本人身份', 'Prove who you are'),
  code: words('动态口令', 'One-time password'),
  oidc: words('用统一身份认证登录', 'Log in at the identity provider'),
  oidcOut: words('退出统一身份认证', 'Log out of the identity provider'),
  oidcAgain: words('在统一身份认证中重新确认本人身份', 'Prove who you are at the identity provider'),
  oidcSecondFactor: words(
    '您的岗位须使用动态口令，请在统一身份认证中启用后重新登录。',
    'Your duty asks for a second factor: have it at the identity provider, and log in again.',
  ),
  goOn: words('继续', 'Go on'),
  stepUpFor: words('当前登录：', 'Logged in as '),
  secondFactor: words('设置动态口令', 'Set up one-time passwords'),
  secondFactorFor: words(
    '您的岗位须使用动态口令，设置后方可继续。',
    'Your duty asks for one-time passwords; you can go on once they are set up.',
  ),
  secretToAdd: words('请把下面的密钥添加到动态口令应用：', 'Add this secret to your authenticator:'),
  shownCode: words('应用上显示的六位动态口令', 'The six digits that it shows'),
  demonstration: words('示范账户（只能在本机使用）', 'Demonstration accounts, for this machine alone'),
  demonstrationPassword: words('共用口令：', 'The password of all of them: '),
  secret: words(
    '请把下面的密钥添加到动态口令应用，它只显示这一次：',
    'Add this secret to your authenticator; it is shown only now:',
  ),
} as const;
