import type { Wording } from '@zhibu/contracts';
import type { Program } from '@zhibu/service-kit';

export const usage: Wording = {
  zh: '显示平台的版本，以及本程序为各数据库结构所带的最新迁移；不连接数据库',
  en: 'Tells the version of the platform and the newest migrations that it brings for each schema; no database is asked',
};

/** What runs, before its schemas are told. */
export const programWords = ({ version, revision }: Program): Wording => ({
  zh: `支部 ${version}${revision === undefined ? '' : `，构建自${revision}`}；各数据库结构的最新迁移：`,
  en: `zhibu ${version}${revision === undefined ? '' : `, built from ${revision}`}; the newest migrations of each schema:`,
});
