/** Says what is going on: one line per step, with its time; on a terminal the running step counts its seconds. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const live = process.stdout.isTTY;
  const ticker = live ? setInterval(() => process.stdout.write(`\r… ${what} ${seconds()} `), 500) : undefined;
  if (live) process.stdout.write(`… ${what} `);
  try {
    const result = await work();
    process.stdout.write(`${live ? '\r' : ''}✓ ${what} (${seconds()})\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${live ? '\r' : ''}✗ ${what} (${seconds()})\n`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/** What a person can act on: shown as its sentence, without a stack. */
export class Stop extends Error {}

export async function main(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 1;
  }
}
