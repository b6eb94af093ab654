import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Apache Kafka's broker, its console tools, and a logger that says something. */
const KAFKA = '4.1.0';
const ARTIFACTS = [
  ['org.apache.kafka', 'kafka_2.13', KAFKA],
  ['org.apache.kafka', 'kafka-tools', KAFKA],
  ['org.slf4j', 'slf4j-simple', '1.7.36'],
] as const;
const STALE_LOCK_MS = 180_000;

/** The machine cannot run a broker from its jars, and why. */
export class NoBroker extends Error {
  override readonly name = 'NoBroker';
}

/**
 * The class path of Apache Kafka, fetched once by Maven into a folder that all processes of the machine share.
 * @throws NoBroker without Java, without Maven, or where Maven cannot fetch it
 */
export async function kafkaJars(cache: string): Promise<string> {
  const folder = join(cache, KAFKA);
  await alone(`${folder}.lock`, async () => {
    if (existsSync(join(folder, 'complete'))) return;
    await fetchJars(folder);
  });
  return join(folder, '*');
}

async function fetchJars(folder: string): Promise<void> {
  const part = `${folder}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  await writeFile(join(part, 'pom.xml'), projectOf());
  await runToEnd('mvn', [
    '-q',
    '-B',
    '-f',
    join(part, 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${part}`,
  ]);
  await writeFile(join(part, 'complete'), '');
  await rm(folder, { recursive: true, force: true });
  await rename(part, folder);
}

function projectOf(): string {
  const dependencies = ARTIFACTS.map(
    ([group, artifact, version]) =>
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>zhibu</groupId><artifactId>broker</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${dependencies.join('')}</dependencies></project>\n`;
}

/** Runs a program to its end. @throws NoBroker with what it said last */
export function runToEnd(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-2_000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', (error) => reject(new NoBroker(`${program} cannot be run: ${error.message}`)));
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new NoBroker(`${program} ended with ${code}: ${said.trim()}`)),
    );
  });
}

/** One process at a time, by a folder that only one can make; one that a killed process left is taken away. */
export async function alone<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  await mkdir(join(lock, '..'), { recursive: true });
  while (
    !(await mkdir(lock).then(
      () => true,
      () => false,
    ))
  ) {
    const age = await stat(lock).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (age > STALE_LOCK_MS) await rm(lock, { recursive: true, force: true });
    await wait(100);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
