import type { Wording } from '@zhibu/contracts';

const words = (zh: string, en: string): Wording => ({ zh, en });

export const says = {
  usage: words(
    'npm run k8s:secrets -- 文件夹 [--hosts 名称,…] [--authority 文件]\n在仓库以外的文件夹里生成 Kubernetes 所用的全部密码、密钥和证书，已有的保留，十三个月内到期的证书重新签发；然后 kubectl apply -k 文件夹。--hosts 是用户访问网关所用的名称；--authority 是另外信任的签发者的证书（PEM），如外部数据库的；两者都记在 文件夹/given 里，再次运行时不必重复，不再适用的从那里删去。他人给出的密钥放入 文件夹/secrets/名称/键，再运行一次\n退出码：0 完成；2 参数有误；3 没有执行',
    'npm run k8s:secrets -- FOLDER [--hosts NAME,…] [--authority FILE]\nmakes every password, key and certificate for Kubernetes in a folder outside of the repository; what is there stays, certificates that end within thirteen months are made anew. Then kubectl apply -k FOLDER. --hosts are the names by which users know the gateway; --authority is a PEM file of who else is believed, as the signer of an external database; both are kept in FOLDER/given, need not be said again, and are taken out there when they hold no longer. What others give goes to FOLDER/secrets/NAME/KEY: run it again then\nExit codes: 0 done; 2 wrong arguments; 3 not carried out',
  ),
  made: (names: readonly string[]): Wording => words(`已生成：${names.join('、')}`, `Made: ${names.join(', ')}`),
  allThere: words('全部密钥和证书都在，没有改动', 'All secrets and certificates are there; nothing was changed'),
  apply: (folder: string): Wording =>
    words(
      `安装：kubectl apply -k ${folder}。请把这个文件夹保存在安全之处，其中任何一项都不在备份里`,
      `To install them: kubectl apply -k ${folder}. Keep this folder safe: nothing of it is in any backup`,
    ),
};

export const faults = {
  inRepository: (folder: string): Wording =>
    words(
      `${folder}在一个代码仓库里，密钥不得进入仓库；请指明别处的文件夹`,
      `${folder} is inside a git repository, where no secret may be; name a folder elsewhere`,
    ),
  incomplete: (folder: string): Wording =>
    words(
      `${folder}里各进程的签名密钥（SIGNING_KEY、TRUSTED_KEYS）缺了一部分；请补回，或全部删除后重新生成`,
      `Some of the keys that name one another (SIGNING_KEY, TRUSTED_KEYS) are missing in ${folder}; bring them back, or remove all of them to have them made anew`,
    ),
  authority: (file: string): Wording =>
    words(`${file}里没有 PEM 格式的证书`, `There is no certificate in PEM in ${file}`),
};
