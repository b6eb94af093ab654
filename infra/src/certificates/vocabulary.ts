import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const says = {
  usage: words(
    'npm run certificates -- make|renew|list|authority [--data 数据文件夹 | --folder 文件夹] [--hosts 名称,…]\nmake 签发缺少的和一个月内到期的证书；renew 全部重新签发；list 列出；authority 输出签发者的证书，供浏览器和其他程序信任。--folder 用于容器，各证书一个子文件夹；--hosts（或 HOSTS）是用户访问网关所用的名称\n退出码：0 完成；1 有证书缺少或已到期；2 参数有误；3 没有执行',
    'npm run certificates -- make|renew|list|authority [--data FOLDER | --folder FOLDER] [--hosts NAME,…]\nmake makes what is missing or ends within a month; renew makes all anew; list lists them; authority writes the certificate of who signed them, for browsers and others to believe. --folder is for containers, one folder in it for each; --hosts (or HOSTS) are the names by which users know the gateway\nExit codes: 0 done; 1 one is missing or has ended; 2 wrong arguments; 3 not carried out',
  ),
  made: (name: string, until: string): Wording =>
    words(`已签发：${name}，有效期至 ${until}`, `Made: ${name}, good until ${until}`),
  allGood: (count: number): Wording => words(`${count} 张证书均有效`, `All ${count} certificates are good`),
  restart: words(
    '逐个重启各进程后新证书生效；签发者未变，新旧证书并用期间互相信任',
    'They are used by each process from its next start on: restart one after the other. Who signed them is the same, so that old and new are believed side by side',
  ),
  stands: (name: string, until: string, hosts: readonly string[]): Wording =>
    words(`${name}：至 ${until}（${hosts.join('、')}）`, `${name}: until ${until} (${hosts.join(', ')})`),
  missing: (name: string): Wording =>
    words(
      `${name}：没有证书，请用 npm run certificates -- make 签发`,
      `${name}: there is no certificate; make it by npm run certificates -- make`,
    ),
  ended: (name: string, until: string): Wording =>
    words(
      `${name}：已于 ${until} 到期，请用 npm run certificates -- renew 重新签发`,
      `${name}: ended on ${until}; make it anew by npm run certificates -- renew`,
    ),
  noAuthority: (folder: string): Wording =>
    words(
      `${folder}里没有证书，请先用 npm run certificates -- make 签发`,
      `There are no certificates in ${folder}; make them by npm run certificates -- make`,
    ),
};
