import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { attempt, type Said } from '../support/docker/shell.ts';
import { pageNamed } from './runbook-pages.ts';

const here = import.meta.dirname;
/** The functions of the page that leads to the others, and of `rotate-keys.md`. */
const FUNCTIONS = pageNamed('README.md')
  .blocks.flat()
  .filter((line) => /^\w+\(\) \{/.test(line));

/** Where the lines of pages are typed, in a shell, by somebody with a home of his own; where `kubectl` leads to pods that are processes here. */
export class Typing {
  readonly home: string;

  private constructor(home: string) {
    this.home = home;
  }

  /** @param adminUrl the database of the pods, as its superuser; its roles all have the password `secret` */
  static async open(adminUrl?: string): Promise<Typing> {
    const typing = new Typing(mkdtempSync(join(tmpdir(), 'zhibu-typing-')));
    for (const name of ['kubectl', 'npm'])
      typing.put(`bin/${name}`, `#!/bin/sh\nexec "${process.execPath}" "${join(here, `${name}-stand-in.mjs`)}" "$@"\n`);
    for (const name of ['kubectl', 'npm']) chmodSync(join(typing.home, 'bin', name), 0o755);
    for (const name of ['work', 'evidence']) mkdirSync(join(typing.home, name));
    if (adminUrl !== undefined) await typing.toDatabase(adminUrl);
    return typing;
  }

  /** Says where the pods' database is: another than before, or the first. Roles belong to the whole server, which others use: their password is known. */
  async toDatabase(adminUrl: string): Promise<void> {
    // Loaded late: whoever types without pods needs no overlay built.
    const [{ builtText, manifestsIn, workloadsOf }, { environmentOf }] = await Promise.all([
      import('./overlay.ts'),
      import('./settings.ts'),
    ]);
    const { host, pathname, search, username, password } = new URL(adminUrl);
    const text = (await builtText('committee'))
      .replaceAll('postgres.example.gov.cn:5432/zhibu', `${host}${pathname}`)
      .replaceAll('?sslmode=verify-full', search);
    const manifests = manifestsIn(text);
    const pods = workloadsOf(manifests).flatMap(({ manifest, containers: [container] }) => {
      if (!container) return [];
      const told = environmentOf(container, manifests, (secret, key) => `@@${secret}/${key}@@`);
      const roles = Object.entries(told).map(([name, value]): [string, string] => [
        name,
        name.startsWith('PASSWORD') ? 'secret' : value,
      ]);
      const { NODE_EXTRA_CA_CERTS: _authority, ...others } = Object.fromEntries(roles);
      return [[manifest.metadata.name, others]] as const;
    });
    this.put('pods.json', JSON.stringify(Object.fromEntries(pods)));
    this.put('zhibu-secrets/secrets/postgres-superuser/username', username);
    this.put('zhibu-secrets/secrets/postgres-superuser/password', password);
  }

  /** What a shell says to these lines, each as it stands on a page but for the words that are the reader's; the first that fails ends it. */
  typed(lines: readonly string[], words: Readonly<Record<string, string>> = {}): Promise<Said> {
    const filled = lines.map((line) =>
      line.replaceAll(/(?<![\w/"$.])[A-Z]{2,}(?![\w/=])/g, (word) => words[word] ?? word),
    );
    const { PATH = '' } = process.env;
    return attempt('bash', ['-euo', 'pipefail', '-c', [...FUNCTIONS, ...filled].join('\n')], {
      cwd: this.home,
      environment: { HOME: this.home, PATH: `${join(this.home, 'bin')}:${PATH}`, POSTGRES_URL: undefined },
    });
  }

  /** What `kubectl` was told so far, a line each. */
  told(): readonly string[] {
    const lines = readFileSync(join(this.home, 'told'), 'utf8').trim().split('\n');
    return lines.map((line) => (JSON.parse(line) as readonly string[]).join(' '));
  }

  /** A file of the Secrets as they were applied, the first time or a later one. */
  applied(time: number, path: string): string {
    return readFileSync(join(this.home, 'applied', String(time), path), 'utf8');
  }

  read(path: string): string {
    return readFileSync(join(this.home, path), 'utf8');
  }

  put(path: string, text: string): void {
    const file = join(this.home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  close(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
