import { dayOf } from '@zhibu/kernel';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defaultDataFolder } from '../launcher/settings.ts';
import { type Exit, exits, OperatorFault } from '../operator/fault.ts';
import type { Told } from '../operator/program.adapter.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { clusterCertificates, containerCertificates } from './declaration.ts';
import { certificatesIn } from './files.ts';
import { CertificateFolder, type Declared } from './folder.ts';
import { faults } from '../operator/vocabulary.ts';
import { says } from './vocabulary.ts';

/** The certificates that a command is about, and where they are. */
interface Held {
  readonly path: string;
  readonly folder: CertificateFolder;
  readonly declared: readonly Declared[];
}

/** What may be wished: each answers how it ended. */
const wishes: Readonly<Record<string, (held: Held, told: Told) => Promise<Exit>>> = {
  make: async ({ folder, declared }, told) => sayMade(await folder.ensure(declared), { folder, declared }, told),
  renew: async ({ folder, declared }, told) => sayMade(await folder.renew(declared), { folder, declared }, told),
  list: async (held, told) => list(held, told),
  authority: async (held, { terminal }) => {
    terminal.say(authorityOf(held).trim());
    return exits.done;
  },
};

/** `npm run certificates`: makes, renews, lists the certificates of an installation. @throws OperatorFault for another wish */
export async function runCertificates(told: Told, argv: readonly string[]): Promise<Exit> {
  const given = new Arguments(argv, { texts: ['data', 'folder', 'hosts'], flags: [] });
  const [wish = '', ...more] = given.positionals;
  const carryOut = Object.hasOwn(wishes, wish) ? wishes[wish] : undefined;
  if (!carryOut || more.length > 0) throw new OperatorFault(faults.usage(says.usage), exits.wrongUse);
  return carryOut(heldBy(given, told.environment), told);
}

/** Those of containers in `--folder`, each for the user of its image; else those of a cluster on a data folder. */
function heldBy(given: Arguments, environment: Told['environment']): Held {
  const [data, containers] = [given.text('data'), given.text('folder')];
  if (data !== undefined && containers !== undefined)
    throw new OperatorFault(faults.both('--data', '--folder'), exits.wrongUse);
  const hosts = hostsOf(given.text('hosts') ?? environment['HOSTS']);
  const isRoot = process.getuid?.() === 0;
  return containers === undefined
    ? heldIn(certificatesIn(data || environment['ZHIBU_DATA'] || defaultDataFolder), clusterCertificates(hosts))
    : heldIn(containers, containerCertificates(hosts, isRoot));
}

function heldIn(folder: string, declared: readonly Declared[]): Held {
  const path = resolve(folder);
  return { path, folder: new CertificateFolder(path), declared };
}

/** As `HOSTS` is written: by commas, a port beside a name or none. */
const hostsOf = (text = ''): readonly string[] =>
  text
    .split(',')
    .map((host) => host.trim().replace(/:\d+$/, ''))
    .filter((host) => host !== '');

function sayMade(made: readonly string[], { folder, declared }: Omit<Held, 'path'>, { say }: Told): Exit {
  for (const name of made) say(says.made(name, dayOf(folder.standing(name)?.until ?? new Date())));
  say(made.length > 0 ? says.restart : says.allGood(declared.length));
  return exits.done;
}

function list({ folder, declared }: Held, { say, complain }: Told): Exit {
  const faulty = declared.filter(({ name }) => {
    const standing = folder.standing(name);
    const day = standing && dayOf(standing.until);
    if (standing === undefined || day === undefined) complain(says.missing(name));
    else if (standing.until <= new Date()) complain(says.ended(name, day));
    else return void say(says.stands(name, day, standing.hosts));
    return true;
  });
  return faulty.length === 0 ? exits.done : exits.notSo;
}

function authorityOf({ path, folder }: Held): string {
  if (!existsSync(folder.authority)) throw new OperatorFault(says.noAuthority(path), exits.notDone);
  return readFileSync(folder.authority, 'utf8');
}
