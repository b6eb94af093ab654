// A small web service for the self test: it says its version, its settings and how often its volume saw it start.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { hostname } from 'node:os';

const { VERSION, GREETING, PASSWORD, DATA } = process.env;
const starts = () => (DATA && existsSync(`${DATA}/starts`) ? readFileSync(`${DATA}/starts`).length : undefined);

const routes = {
  '/': (answer) =>
    answer(200, { version: VERSION, pod: hostname(), greeting: GREETING, secret: PASSWORD?.length, starts: starts() }),
  '/health': (answer) => answer(200, {}),
  '/burn': (answer) => {
    for (const end = Date.now() + 200; Date.now() < end;);
    answer(200, {});
  },
};

if (process.argv[2]) {
  get(process.argv[2], (response) => response.pipe(process.stdout)).on('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
} else {
  if (DATA) appendFileSync(`${DATA}/starts`, '.');
  const server = createServer((request, response) => {
    const answer = (status, body) => response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
    (routes[request.url] ?? (() => answer(404, {})))(answer);
  }).listen(8080);
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
}
