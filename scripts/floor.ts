/**
 * Runs the embedded contact centre alone. `node scripts/floor.ts [--port N] [--seed N] [--speed X] [--conversations N]
 * [--dialogues FILE] [--admin] [--hours H]`; with --hours it plays that many hours of floor time as fast as it can and
 * tells how often each transition of the life cycle occurred.
 */
import { transitionNames } from '../lib/floor/engine/transitions.ts';
import { floorOptions, floorSettings, numberOption, parseCommandLine } from './floorOptions.ts';
import { makeFloor, serveFloor } from './openFloor.ts';
import { main, Stop } from './steps.ts';

const hour = 3_600_000;

await main(async () => {
  const options = { ...floorOptions, admin: { type: 'boolean', default: false }, hours: { type: 'string' } } as const;
  const values = parseCommandLine(options, process.argv.slice(2));
  const settings = floorSettings(values);
  const hours =
    values.hours === undefined ? 0 : numberOption('hours', values.hours, { min: 0.01, max: 1000, whole: false });
  const floor = await makeFloor(settings);
  if (hours > 0) {
    floor.advance(floor.now + hours * hour);
    const counts = transitionNames.map((name) => [name, floor.transitions.get(name) ?? 0] as const);
    for (const [name, count] of counts) console.log(`${String(count).padStart(8)}  ${name}`);
    const missing = counts.filter(([, count]) => count === 0).map(([name]) => name);
    if (missing.length > 0) throw new Stop(`Never occurred in ${hours} hours: ${missing.join(', ')}.`);
    return;
  }
  const { port, speed } = settings;
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const server = await serveFloor({ floor, port, speed, admin: values.admin, log: console.error });
  console.log(`Floor      ${server.url}\nWorkspace  ${server.url}/workspace`);
  for (const { id, name } of floor.supervisors) console.log(`Token      ${server.tokens.get(id)}  ${name}, supervisor`);
  if (server.agentToken) console.log(`Token      ${server.agentToken}  an agent who is no supervisor`);
  console.log('Ctrl-C ends it.');
  await ended;
  await server.stop();
});
