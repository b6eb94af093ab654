import type { Wording } from '@zhibu/contracts';

export const usage: Wording = {
  zh: 'npm run provision（DATABASE_ADMIN_URL 指明数据库，PASSWORD_OWNER、PASSWORD_服务、PASSWORD_GATEWAY、PASSWORD_ACCESS、PASSWORD_PEOPLE 是各角色的密码；或 --data 数据文件夹）',
  en: 'npm run provision (DATABASE_ADMIN_URL names the database; PASSWORD_OWNER, PASSWORD_<SERVICE>, PASSWORD_GATEWAY, PASSWORD_ACCESS, PASSWORD_PEOPLE are the passwords of its roles; or --data FOLDER)',
};
