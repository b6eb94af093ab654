import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { connectionParts } from './access.ts';

const ANSWER_WITHIN_MS = 1_500;
const OF_A_CERTIFICATE = /CERT|SELF_SIGNED|ISSUER|SIGNATURE|TRUST/;
const OF_NO_TLS = /^(ERR_SSL_|EPROTO)/;

/**
 * Why no node can be spoken to, where TLS is the cause: the client says of all that goes wrong that the cluster cannot be
 * discovered. Undefined where TLS is not the cause, or nobody answers.
 * @param connectionString the one that the client was given
 */
export async function tlsFault(connectionString: string): Promise<string | undefined> {
  const { hosts, options } = connectionParts(connectionString) ?? { hosts: [], options: {} };
  const trust = trustOf(options);
  const faults = await Promise.all(
    hosts.map(async ({ host, port }) => {
      const said = await handshake({ host, port, ...trust });
      const fault = trust.rejectUnauthorized ? whyNot(said) : whyNotPlain(said);
      return fault && `${host}:${port}: ${fault}`;
    }),
  );
  return faults.find((fault) => fault !== undefined);
}

/** Whoever is to be spoken to without TLS is only asked whether he speaks it. */
interface Trust {
  readonly rejectUnauthorized: boolean;
  readonly ca?: Buffer;
}
interface Greeting extends Trust {
  readonly host: string;
  readonly port: number;
}

function trustOf({ tls, tlsCAFile }: Readonly<Record<string, string>>): Trust {
  return {
    rejectUnauthorized: tls !== 'false',
    ...(tlsCAFile === undefined ? {} : { ca: readFileSync(decodeURIComponent(tlsCAFile)) }),
  };
}

/** What became of a greeting; undefined: nothing in time. */
type Said = 'secure' | NodeJS.ErrnoException | undefined;

function handshake({ host, ...about }: Greeting): Promise<Said> {
  return new Promise((resolve) => {
    const socket = connect({ host, ...about, ALPNProtocols: ['h2'], ...(isIP(host) ? {} : { servername: host }) });
    const over = (said: Said): void => {
      resolve(said);
      socket.destroy();
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => over(undefined));
    socket.once('secureConnect', () => over('secure'));
    socket.on('error', (error) => over(error));
  });
}

function whyNot(said: Said): string | undefined {
  if (!said || said === 'secure' || !said.code) return undefined;
  if (OF_A_CERTIFICATE.test(said.code)) return `its certificate is not trusted (${said.message})`;
  return OF_NO_TLS.test(said.code) ? 'it does not speak TLS; tls=false says so where that is meant' : undefined;
}

const whyNotPlain = (said: Said): string | undefined =>
  said === 'secure' ? 'it speaks TLS, and tls=false says not to' : undefined;
