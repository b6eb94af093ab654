import type { Wording } from '@zhibu/contracts';
import { readFileSync } from 'node:fs';
import { errorCode } from '../launcher/error-code.ts';
import { exits, OperatorFault } from './fault.ts';
import { faults, wrong } from './vocabulary.ts';

/** The settings of a process or a command, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const SECRET =
  /^(PASSWORD_[A-Z_]+|DATABASE_URL|READER_DATABASE_URL|DATABASE_ADMIN_URL|STORE_URL_[A-Z]+|EVENTSTORE_PASSWORD|EVENTSTORE_ADMIN_PASSWORD|KAFKA_PASSWORD(?:_[A-Z]+)?|SIGNING_KEY|FEED_KEYS|OPERATOR_TOKEN|PEOPLE_KEY)_FILE$/;

/**
 * The environment with every secret that a file holds: `PASSWORD_OWNER_FILE` names the file of `PASSWORD_OWNER`, as
 * orchestrators mount them. One line break at the end is not part of a secret.
 * @throws OperatorFault naming every file that cannot be read and every secret given twice
 */
export function withSecretFiles(environment: Environment): Environment {
  const found: Record<string, string> = {};
  const faulty: Wording[] = [];
  for (const [variable, file] of Object.entries(environment)) {
    if (!file || !SECRET.test(variable)) continue;
    const name = variable.replace(/_FILE$/, '');
    if (environment[name]) faulty.push(wrong.twice(name));
    else
      try {
        found[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        faulty.push(wrong.file(name, errorCode(error)));
      }
  }
  if (faulty.length > 0) throw new OperatorFault(faults.settings(faulty), exits.wrongUse);
  return { ...environment, ...found };
}
