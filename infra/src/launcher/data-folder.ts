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
/** By which commands show that they are the operator's. */
export const OPERATOR_TOKEN_FILE = 'operator.token';
/** Without it nobody's name is readable any more, and no second factor is proven. */
const PEOPLE_KEY_FILE = 'people.key';
const PEOPLE_KEY_BYTES = 32;
const DEMONSTRATION_FILE = 'demonstration.json';
/** What a first start that was interrupted early may have left; a folder with only these is still new. */
const OF_AN_EARLY_END = /^(launcher\.lock.*|secrets\.json.*|zhibu\.json.*|postgres\.(new|log|password))$/;

const formatSchema = z.object({ format: z.number().int() });
const secretsSchema = z.object({ superuser: z.string().min(1), roles: z.record(z.string(), z.string()) });
const demonstrationSchema = z.object({ state: z.enum(['wanted', 'imported', 'loaded', 'skipped']) });

/** Whether the demonstration city is still to be loaded; `imported`: its year alone is. */
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
  /** The files of evidence, each under its hash. */
  get evidence(): string {
    return join(this.path, 'evidence');
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

  /** 256 random bits by which the operator is known; made when they are first asked for, readable by the owner alone. */
  operatorToken(): string {
    const known = operatorTokenIn(this.path);
    if (known !== undefined) return known;
    const token = randomBytes(32).toString('base64url');
    this.writeText(OPERATOR_TOKEN_FILE, token);
    return token;
  }

  get hasPeopleKeys(): boolean {
    return existsSync(join(this.path, PEOPLE_KEY_FILE));
  }

  /** Makes the first key of the directory, readable by the owner alone; only where nothing is sealed by another yet. */
  makePeopleKey(): void {
    this.writePeopleKeys([randomBytes(PEOPLE_KEY_BYTES)]);
  }

  /**
   * The keys that wrap those of the directory of people and seal one-time secrets, the newest first: one, and two while they
   * are changed. @throws LaunchFault where they are not there
   */
  peopleKeys(): readonly Buffer[] {
    if (!this.hasPeopleKeys) throw new LaunchFault(faults.peopleKeyMissing(this.path, PEOPLE_KEY_FILE));
    const keys = readFileSync(join(this.path, PEOPLE_KEY_FILE), 'utf8')
      .trim()
      .split(',')
      .map((key) => Buffer.from(key, 'base64url'));
    if (keys.some(({ length }) => length !== PEOPLE_KEY_BYTES))
      throw new LaunchFault(faults.folderBroken(this.path, PEOPLE_KEY_FILE));
    return keys;
  }

  /** Puts a new key before that which is there. */
  addPeopleKey(): void {
    this.writePeopleKeys([randomBytes(PEOPLE_KEY_BYTES), ...this.peopleKeys()]);
  }

  /** Takes away every key but the newest, once nothing is sealed by another. */
  keepNewestPeopleKey(): void {
    this.writePeopleKeys(this.peopleKeys().slice(0, 1));
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

  private writePeopleKeys(keys: readonly Buffer[]): void {
    this.writeText(PEOPLE_KEY_FILE, keys.map((key) => key.toString('base64url')).join(','));
  }

  /** Whole or not at all: a full disk or a kill leaves the old file. */
  private write(name: string, content: object): void {
    this.writeText(name, JSON.stringify(content));
  }

  private writeText(name: string, text: string): void {
    const file = join(this.path, name);
    writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
}

/** The token of a data folder; undefined where it has none yet, or what is there is none. @throws Error where it may not be read */
export function operatorTokenIn(folder: string): string | undefined {
  try {
    const token = readFileSync(join(folder, OPERATOR_TOKEN_FILE), 'utf8').trim();
    return /^[\w-]{43,128}$/.test(token) ? token : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
