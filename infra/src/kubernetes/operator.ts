import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Exit, exits, OperatorFault } from '../operator/fault.ts';
import type { Told } from '../operator/program.adapter.ts';
import { faults as operatorFaults } from '../operator/vocabulary.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';
import { SecretsFolder } from './folder.adapter.ts';
import { faults, says } from './vocabulary.ts';

/** `npm run k8s:secrets`: the files of all Secrets, in a folder outside of any repository. @throws OperatorFault */
export async function runKubernetesSecrets({ say }: Told, argv: readonly string[]): Promise<Exit> {
  const given = new Arguments(argv, { texts: ['hosts', 'authority'], flags: [] });
  const [name = '', ...more] = given.positionals;
  if (name === '' || more.length > 0) throw new OperatorFault(operatorFaults.usage(says.usage), exits.wrongUse);
  const path = resolve(name);
  const folder = new SecretsFolder(path);
  if (folder.isInRepository) throw new OperatorFault(faults.inRepository(path), exits.wrongUse);
  const hosts = (given.text('hosts') ?? '').split(',').flatMap((host) => host.trim() || []);
  const made = await folder.ensure({ hosts, authorities: authorityIn(given.text('authority')) });
  if (!made) throw new OperatorFault(faults.incomplete(path), exits.notDone);
  const names = [...made.secrets, ...made.certificates.map((one) => `${one}-tls`)];
  say(names.length > 0 ? says.made(names) : says.allThere);
  say(says.apply(path));
  return exits.done;
}

function authorityIn(file: string | undefined): string {
  if (file === undefined) return '';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/-----BEGIN CERTIFICATE-----/.test(text)) return text;
  throw new OperatorFault(faults.authority(file), exits.wrongUse);
}
