import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../platform.ts';
import { shell } from './shell.ts';

const VERSION = '4.1.0';

/** The folder of Apache Kafka's jars, fetched by Maven when it is first asked for. */
export async function kafkaJars(): Promise<string> {
  const kept = join(repository, '.cache', `kafka-${VERSION}-jars`);
  if (existsSync(kept)) return kept;
  await mkdir(join(repository, '.cache'), { recursive: true });
  const draft = await mkdtemp(join(repository, '.cache', 'kafka-'));
  await writeFile(join(draft, 'pom.xml'), `<project><modelVersion>4.0.0</modelVersion><groupId>zhibu</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies><dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version></dependency></dependencies></project>`);
  await shell('mvn', ['--batch-mode', '--quiet', '--file', join(draft, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(draft, 'libs')}`]);
  if (!existsSync(kept)) await rename(join(draft, 'libs'), kept);
  await rm(draft, { recursive: true, force: true });
  return kept;
}
