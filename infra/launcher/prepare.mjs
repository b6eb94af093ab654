import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { forgetRecord, lacking, whole } from './installation.mjs';
import { npm, quietly, repository } from './npm.mjs';
import { giveUp, say } from './say.mjs';
import { inTurn } from './turn.mjs';

const stamp = join(repository, '.cache', 'built');
const generatedStamp = join(repository, '.cache', 'generated');
const generatedFolders = ['gateway/src/generated', 'gateway/web/src/generated'];
const sources = ['libs', 'services', 'gateway', 'infra'];
const generated = new Set(['node_modules', 'dist', 'generated', 'demo']);

/** Makes node_modules what package-lock.json says, and dist what the sources say; does nothing when they already are. */
export async function prepare() {
  const installation = await prepareInstallation();
  if (!installation.ok)
    failed(installation.output, {
      zh: '安装依赖包失败，请检查网络和磁盘空间后重试',
      en: 'The packages could not be installed; check network and disk space, then try again',
    });
  const build = await prepareBuild();
  if (!build.ok) failed(build.output, { zh: '构建失败，原因见上', en: 'The build failed; the reason is above' });
}

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
const nothingToDo = { ok: true, output: '' };

/** Makes node_modules what package-lock.json says. @returns {Promise<{ok: boolean, output: string}>} */
export async function prepareInstallation() {
  return lacking(repository) ? inTurn(install) : nothingToDo;
}

/** Makes dist what the sources say. @returns {Promise<{ok: boolean, output: string}>} */
export async function prepareBuild() {
  return built() ? nothingToDo : inTurn(build);
}

/** Makes what the sources of the gateway and of its pages have generated beside them, as the sources say. @returns {{ok: boolean, output: string}} */
export function prepareGenerated() {
  const hash = createHash('sha256');
  for (const folder of ['gateway/prisma', 'libs/contracts/src']) walk(hash, folder, () => true);
  walk(hash, 'gateway', (name) => name.endsWith('.graphql') && name !== 'commands.graphql');
  const now = hash.digest('hex');
  const isThere = generatedFolders.every((folder) => existsSync(join(repository, folder)));
  if (isThere && existsSync(generatedStamp) && readFileSync(generatedStamp, 'utf8') === now) return nothingToDo;
  const made = npm(['run', '--silent', 'generate', '--workspace', '@zhibu/gateway', '--workspace', '@zhibu/web']);
  if (made.ok) keep(generatedStamp, now);
  return made;
}

function install() {
  const lack = lacking(repository);
  if (!lack) return nothingToDo;
  say({ zh: '正在安装依赖包……', en: 'Installing packages …' });
  const installation = mended(lack);
  if (!installation.ok || !lacking(repository)) return installation;
  // What npm says it has done it has not: a setting that we do not know, or a disk that lost something meanwhile.
  forgetRecord(repository);
  return clean();
}

/** What an interrupted installation left has no record of itself: it is made anew. What is only older, or not whole, is brought up. */
function mended(lack) {
  if (lack === 'all') return clean();
  if (lack === 'scripts') return npm(['rebuild', ...whole, ...quiet]);
  forgetRecord(repository);
  return npm(['install', '--no-save', ...whole, ...quiet]);
}

function clean() {
  const exact = npm(['ci', ...whole, ...quiet]);
  // A registry without the packages of other machines makes npm take a whole lock for an incomplete one.
  return exact.ok || !exact.output.includes('EUSAGE') ? exact : npm(['install', '--no-save', ...whole, ...quiet]);
}

function build() {
  if (built()) return nothingToDo;
  const before = fingerprint();
  say({ zh: '正在构建……', en: 'Building …' });
  const { ok, output } = quietly('nx', ['run-many', '-t', 'build', '--outputStyle=static', '--parallel=2']);
  if (!ok) return { ok, output };
  keep(stamp, before);
  return { ok, output };
}

function keep(file, text) {
  mkdirSync(join(repository, '.cache'), { recursive: true });
  writeFileSync(file, text);
}

/** Whether the last successful build was of just these sources, and is still there. */
function built() {
  const outputs = [
    ...packages().map((folder) => join(folder, 'dist')),
    ...generatedFolders.map((folder) => join(repository, folder)),
  ];
  return (
    existsSync(stamp) && outputs.every((folder) => existsSync(folder)) && readFileSync(stamp, 'utf8') === fingerprint()
  );
}

/** The folders that are built: whoever has a package.json with sources beside it. */
function packages() {
  const nested = ['libs', 'services'].flatMap((group) =>
    readdirSync(join(repository, group)).map((name) => join(repository, group, name)),
  );
  return [...nested, ...['gateway', 'gateway/web', 'infra'].map((name) => join(repository, name))].filter((folder) =>
    existsSync(join(folder, 'src')),
  );
}

/** SHA-256 over path, size and time of every source. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'package.json', 'nx.json', 'tsconfig.base.json']) add(hash, file);
  for (const folder of sources) walk(hash, folder, isNoSpec);
  return hash.digest('hex');
}

const isNoSpec = (name) => !/\.spec\.tsx?$/.test(name);

function walk(hash, folder, counts) {
  for (const entry of readdirSync(join(repository, folder), { withFileTypes: true }).sort(byName)) {
    const path = `${folder}/${entry.name}`;
    if (generated.has(entry.name)) continue;
    if (entry.isDirectory()) walk(hash, path, counts);
    else if (counts(entry.name)) add(hash, path);
  }
}

function add(hash, path) {
  const { size, mtimeMs } = statSync(join(repository, path));
  hash.update(`${path} ${size} ${mtimeMs}\n`);
}

const byName = (a, b) => (a.name < b.name ? -1 : 1);

function failed(output, wording) {
  process.stderr.write(output);
  giveUp(wording);
}
