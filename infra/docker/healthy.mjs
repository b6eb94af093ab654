/** Exit code 0 when the process of this container says that it is ready, 1 when not: for the engine's health check. */
import { readFileSync } from 'node:fs';
import { get as plainGet } from 'node:http';
import { get as tlsGet } from 'node:https';

const { PORT: port = '4000', TLS_CERT: certificate, TLS_CA: authority } = process.env;
const WITHIN_MS = 4_000;

const options = { host: '127.0.0.1', port, path: '/health/ready', signal: AbortSignal.timeout(WITHIN_MS) };
const asked = certificate
  ? tlsGet({ ...options, ...(authority ? { ca: readFileSync(authority) } : {}) }, told)
  : plainGet(options, told);
asked.on('error', (error) => end(1, error.message));

function told(answer) {
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (chunk) => {
    text += chunk;
  });
  answer.on('end', () => (answer.statusCode === 200 ? end(0) : end(1, `${answer.statusCode} ${text.slice(0, 2_000)}`)));
}

function end(code, said = '') {
  if (said !== '') process.stderr.write(`${said}\n`);
  process.exit(code);
}
