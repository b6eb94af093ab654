import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOfTheSystem } from '@zhibu/kernel';
import { z } from 'zod';
import { errorCode } from './error-code.ts';
import { LaunchFault } from './fault.ts';
import { faults } from './vocabulary.ts';

/** The layout of a data folder. Raised when an older program could not use it any more. */
export const FORMAT = 1;

const FORMAT_FILE = 'zhibu.json';
const SECRETS_FILE = 'secrets.json';
const DEMONSTRATION_FILE = 'demonstration.json';
/** What a first start that was interrupted early may have left; a folder with only these is still new. */
const OF_AN_EARLY_END = /^(launcher\.lock.*|secrets\.json.*|zhibu\.json.*|postgres\.(new|log|password))$/;

const formatSchema = z.object({ format: z.number().int() });
const secretsSchema = z.object({ superuser: z.string().min(1), roles: z.record(z.string(), z.string()) });
const demonstrationSchema = z.object({ state: z.enum(['wanted', 'loaded', 'skipped']) });

/** Whether the demonstration city is still to be loaded. */
export type Demonstration = z.infer<typeof demonstrationSchema>['state'];

/** A data folder of this platform, opened; the lock is taken by whoever opens it. */
export class DataFolder {
  /** Absolute, links resolved. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder where it is missing. @throws LaunchFault when it cannot be used or is none of ours */
  static open(path: string): DataFolder {
    mkdirSync(path, { recursive: true });
    const folder = new DataFolder(realpathSync(path));
    folder.checkFormat();
    return folder;
  }

  get postgres(): string {
    return join(this.path, 'postgres');
  }
  get postgresLog(): string {
    return join(this.path, 'postgres.log');
  }
  get launcherLog(): string {
    return join(this.path, 'launcher.log');
  }
  /** The demonstration city's files, as they were moved to this folder's time. */
  get demonstrationFiles(): string {
    return join(this.path, 'demonstration');
  }
  get isNew(): boolean {
    return !existsSync(this.postgres);
  }

  /** Marks the folder as ours; done before anything else is put into it. */
  mark(): void {
    if (!existsSync(join(this.path, FORMAT_FILE)))
      this.write(FORMAT_FILE, { format: FORMAT, createdAt: new Date().toISOString() });
  }

  /** The password of the superuser (no name) or of a role; made when it is first asked for, readable by the owner alone. */
  password(role?: string): string {
    const secrets = this.secrets();
    if (role === undefined) return secrets.superuser;
    const known = secrets.roles[role];
    if (known !== undefined) return known;
    const password = randomBytes(24).toString('base64url');
    this.write(SECRETS_FILE, { ...secrets, roles: { ...secrets.roles, [role]: password } });
    return password;
  }

  get demonstration(): Demonstration | undefined {
    return demonstrationSchema.safeParse(this.read(DEMONSTRATION_FILE)).data?.state;
  }

  set demonstration(state: Demonstration) {
    this.write(DEMONSTRATION_FILE, { state });
  }

  private secrets(): z.infer<typeof secretsSchema> {
    if (!existsSync(join(this.path, SECRETS_FILE))) {
      if (!this.isNew) throw new LaunchFault(faults.folderBroken(this.path, SECRETS_FILE));
      this.write(SECRETS_FILE, { superuser: randomBytes(24).toString('base64url'), roles: {} });
    }
    const secrets = secretsSchema.safeParse(this.read(SECRETS_FILE)).data;
    if (!secrets) throw new LaunchFault(faults.folderBroken(this.path, SECRETS_FILE));
    return secrets;
  }

  private checkFormat(): void {
    if (!existsSync(join(this.path, FORMAT_FILE))) {
      const foreign = readdirSync(this.path).filter((name) => !OF_AN_EARLY_END.test(name) && !isOfTheSystem(name));
      if (foreign.length > 0) throw new LaunchFault(faults.notOurs(this.path));
      return;
    }
    const found = formatSchema.safeParse(this.read(FORMAT_FILE)).data?.format;
    if (found === undefined) throw new LaunchFault(faults.folderBroken(this.path, FORMAT_FILE));
    if (found > FORMAT) throw new LaunchFault(faults.formatNewer(this.path, found, FORMAT));
    if (found < FORMAT) throw new LaunchFault(faults.formatOlder(this.path, found, FORMAT));
  }

  private read(name: string): unknown {
    try {
      return JSON.parse(readFileSync(join(this.path, name), 'utf8'));
    } catch (error) {
      // No such file and no such JSON are both "not there" for the schema to judge; a disk that fails is not.
      if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Whole or not at all: a full disk or a kill leaves the old file. */
  private write(name: string, content: object): void {
    const file = join(this.path, name);
    writeFileSync(`${file}.new`, `${JSON.stringify(content)}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
}
