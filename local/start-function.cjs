/**
 * Loads a bundle as Lambda's runtime does, calls it once, and prints the answer's status and the CPU time up to it, in
 * microseconds. Plain CommonJS, so that nothing is loaded that the bundle would have to load itself. For bench/cold-start.
 */
const [, , bundle, event] = process.argv;
console.log = () => {};
const before = process.cpuUsage();

async function start() {
  const { handler } = bundle.endsWith('.mjs') ? await import(bundle) : require(bundle);
  const { statusCode } = await handler(JSON.parse(event), {});
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({ statusCode, micros: user + system }), () => process.exit(0));
}

void start();
