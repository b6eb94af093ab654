import { conflict, forbidden, invalid, rule, tooMany, unauthorized, unavailable } from './refusals.ts';

/** The codes of the doors by which people log in, and of who they are by it. */
export const logInRefusals = {
  UNAUTHENTICATED: unauthorized('未登录或登录已失效，请登录', 'there is no session, or it is no longer valid; log in'),
  OPERATOR_TOKEN_REFUSED: unauthorized(
    '运维令牌不正确，请核对数据文件夹中的令牌文件或所设的令牌',
    'the operator token is not the one of this platform; check operator.token in its data folder, or OPERATOR_TOKEN',
  ),
  LOG_IN_REFUSED: unauthorized(
    '用户名、口令或动态口令不正确，或账户已锁定、停用',
    'login, password or one-time password is not right, or the account is locked or disabled',
  ),
  LOG_INS_TOO_MANY: tooMany('登录尝试过于频繁，请稍后重试', 'too many attempts to log in; try again later'),
  PASSWORD_EXPIRED: rule(
    '口令已使用满90天，请同时填写新口令后登录',
    'the password is 90 days old; log in with a new one beside it',
  ),
  PASSWORD_WEAK: invalid(
    '新口令须为12至128个字符，含大写字母、小写字母、数字、符号中的三类，不含用户名，且不同于最近5个口令',
    'a new password has 12 to 128 characters of three kinds out of capitals, small letters, digits and signs, no login in it, and is none of the last 5',
  ),
  SET_UP_REFUSED: unauthorized(
    '设置链接无效、已使用或已过期，请联系系统管理员',
    'the link is not valid, was used or has expired; ask the operator for another',
  ),
  LOGIN_TAKEN: conflict('用户名已有人使用，请另选一个', 'this login is taken; choose another'),
  SECOND_FACTOR_REQUIRED: forbidden(
    '您的岗位须使用动态口令，请先设置动态口令',
    'your duty asks for a one-time password; set it up first, at /second-factor',
  ),
  STEP_UP_REQUIRED: forbidden(
    '办理此事前须在15分钟内确认过本人身份，请重新输入口令后再办',
    'this needs a proof of who you are that is not older than 15 minutes; give your password again at /step-up',
  ),
  DEMONSTRATION_ELSEWHERE: forbidden(
    '示范账户只能在本机使用，请用本人的账户登录',
    'a demonstration account is for the machine that the platform runs on; log in with an account of your own',
  ),
  OIDC_UNAVAILABLE: unavailable(
    '统一身份认证暂不可用，请用本平台账户登录，或稍后重试',
    'the identity provider is away; log in with an account of this platform, or try again later',
  ),
  OIDC_REFUSED: unauthorized(
    '统一身份认证未能确认您的身份，请重新登录',
    'the identity provider has not confirmed who you are; log in again',
  ),
  OIDC_NOT_FRESH: unauthorized(
    '统一身份认证未说明您何时确认过本人身份，或时间过久，请重新登录；仍不行的，请联系系统管理员',
    'the identity provider has not said when you proved who you are, or that was too long ago; log in again, or ask the system administrator',
  ),
  ACTS_AS_ANOTHER: forbidden('只能以本人名义办理', 'a person with a session acts as himself alone'),
};
