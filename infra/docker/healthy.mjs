/** Exit code 0 when the process of this container says that it is ready, 1 when not: for the engine's health check. */
const port = process.env.PORT ?? '4000';
const WITHIN_MS = 4_000;

const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(WITHIN_MS) }).catch(
  (error) => error,
);
if (answer instanceof Error) process.stderr.write(`${answer.cause?.message ?? answer.message}\n`);
else if (!answer.ok) process.stderr.write(`${answer.status} ${(await answer.text()).slice(0, 2_000)}\n`);
process.exit(answer instanceof Error || !answer.ok ? 1 : 0);
