import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGES = ['libreoffice-writer-nogui', 'libreoffice-calc-nogui', 'poppler-utils', 'fonts-noto-cjk'];
const INSTALLED_WITHIN_MS = 600_000;
const CONVERTED_WITHIN_MS = 240_000;

/** A file as LibreOffice shows it. */
export interface Shown {
  readonly pages: number;
  readonly text: string;
}

/**
 * Whether LibreOffice and poppler are there: of the machine, or, where checks run (`CI`) as the owner of a Debian, installed
 * from its packages, once.
 */
export async function hasOffice(): Promise<boolean> {
  if (await answers()) return true;
  if (process.env['CI'] !== 'true' || process.getuid?.() !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, timeout: INSTALLED_WITHIN_MS };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], options);
  } catch {
    return false;
  }
  return answers();
}

async function answers(): Promise<boolean> {
  try {
    await run('soffice', ['--version']);
    await run('pdftotext', ['-v']);
    return true;
  } catch {
    return false;
  }
}

/** Opens files by their names in one run of LibreOffice, which prints each; what it shows of each by the same names. */
export async function opened(files: ReadonlyMap<string, Buffer>): Promise<ReadonlyMap<string, Shown>> {
  const folder = await mkdtemp(join(tmpdir(), 'zhibu-office-'));
  try {
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const printed = join(folder, 'printed');
    await mkdir(printed);
    for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
    const names = [...files.keys()].map((name) => join(folder, name));
    const args = [profile, '--headless', '--convert-to', 'pdf', '--outdir', printed, ...names];
    await run('soffice', args, { timeout: CONVERTED_WITHIN_MS });
    const shown = new Map<string, Shown>();
    for (const name of files.keys()) shown.set(name, await read(join(printed, name.replace(/\.\w+$/, '.pdf'))));
    return shown;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function read(pdf: string): Promise<Shown> {
  await run('pdftotext', ['-layout', pdf, `${pdf}.txt`]);
  const text = await readFile(`${pdf}.txt`, 'utf8');
  // Each page ends with a form feed.
  return { pages: text.split('\f').length - 1, text };
}
