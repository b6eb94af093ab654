import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import { repository, temporaryFolder } from '../support/platform.ts';
import { type Edit, generators } from './recipe.ts';

const sources = [
  'libs',
  'services',
  'gateway',
  'infra',
  'package.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'jest.config.mjs',
  'test/support/global-setup.ts',
  'test/support/global-teardown.ts',
];
const left = new Set(['node_modules', 'dist', '.bench', 'edges-24', 'city-1000']);
const dependencies = ['node_modules', 'gateway/node_modules'];

export interface Outcome {
  readonly code: number;
  readonly says: string;
}

/** A copy of the sources on which a recipe can be tried; what they depend on is the repository's own. */
export class Workbench {
  readonly folder: string;
  private readonly before = new Map<string, string | undefined>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<Workbench> {
    const folder = await temporaryFolder('zhibu-recipes-');
    for (const source of sources) {
      await cp(join(repository, source), join(folder, source), {
        recursive: true,
        filter: (from) => !left.has(basename(from)),
      });
    }
    for (const modules of dependencies) await linkEach(join(repository, modules), join(folder, modules));
    await linkOurs(folder);
    return new Workbench(folder);
  }

  async apply(edits: readonly Edit[]): Promise<void> {
    for (const edit of edits) {
      const file = join(this.folder, edit.file);
      const text = existsSync(file) ? await readFile(file, 'utf8') : undefined;
      if (!this.before.has(edit.file)) this.before.set(edit.file, text);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, edited(edit, text));
    }
  }

  /** Takes back every edit; what was generated since stays until it is generated anew. */
  async restore(): Promise<void> {
    for (const [name, text] of this.before) {
      const file = join(this.folder, name);
      if (text === undefined) await rm(file);
      else await writeFile(file, text);
    }
    this.before.clear();
  }

  /** The files that the compiler refuses, each with its errors. */
  async compile(): Promise<ReadonlyMap<string, readonly string[]>> {
    const { says } = await this.run(join(repository, 'node_modules/.bin/tsc'), [
      '-p',
      'tsconfig.json',
      '--pretty',
      'false',
    ]);
    const errors = [...says.matchAll(/^(\S+)\(\d+,\d+\): error (.*)$/gm)];
    return new Map(
      [...Map.groupBy(errors, ([, file = '']) => file)].map(([file, found]) => [
        file,
        found.map(([, , error = '']) => error),
      ]),
    );
  }

  async generate(commands: readonly (keyof typeof generators)[]): Promise<void> {
    for (const [folder, ...args] of commands.flatMap((command) => [...generators[command]])) {
      const { code, says } = await this.run(process.execPath, args, folder);
      if (code !== 0) throw new Error(says);
    }
  }

  specs(specs: readonly string[]): Promise<Outcome> {
    return this.run(process.execPath, [
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--maxWorkers=1',
      '--no-cache',
      ...specs,
    ]);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private run(command: string, args: readonly string[], folder = '.'): Promise<Outcome> {
    const { NODE_OPTIONS: _options, ...environment } = process.env;
    const path = [join(repository, 'node_modules/.bin'), dirname(process.execPath), environment['PATH'] ?? ''].join(
      delimiter,
    );
    const options = {
      cwd: join(this.folder, folder),
      env: { ...environment, PATH: path, CI: 'true', FORCE_COLOR: '0' },
      maxBuffer: 64 * 1024 * 1024,
    };
    return new Promise((resolve) => {
      execFile(command, [...args], options, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) || 1 : 0, says: stdout + stderr });
      });
    });
  }
}

function edited(edit: Edit, text: string | undefined): string {
  if ('text' in edit) {
    if (text !== undefined) throw new Error(`${edit.file} is there already`);
    return edit.text;
  }
  const anchor = 'after' in edit ? edit.after : edit.replace;
  const parts = (text ?? '').split(anchor);
  if (parts.length !== 2) throw new Error(`${edit.file} has ${parts.length - 1} times: ${anchor}`);
  return parts.join('after' in edit ? `${edit.after}${edit.insert}` : edit.by);
}

async function linkEach(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from).catch(() => [])) {
    if (name !== '@zhibu' && name !== '.cache') await symlink(join(from, name), join(to, name));
  }
}

/** Our own packages are those of the copy, wherever npm has put them. */
async function linkOurs(folder: string): Promise<void> {
  const packages = [...(await foldersIn(folder, 'libs')), ...(await foldersIn(folder, 'services')), 'gateway', 'infra'];
  await mkdir(join(folder, 'node_modules/@zhibu'));
  for (const name of packages) await symlink(join(folder, name), join(folder, 'node_modules/@zhibu', basename(name)));
}

const foldersIn = async (folder: string, group: string): Promise<readonly string[]> =>
  (await readdir(join(folder, group), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${group}/${name}`);
