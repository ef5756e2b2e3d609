// How soon, how fast and at what cost items reach Telegram.
import { parseArgs } from 'node:util';
import { readCommandLine } from './command_line.ts';
import {
  type Figures,
  measureGrowth,
  measureLatency,
  measureLimits,
  measurePaid,
  measurePeople,
  measureReaders,
  measureStatements,
} from './deliver/measure.ts';
import { type Bench, startBench } from './deliver/setup.ts';
import { type Stub, startStub } from './deliver/stub.ts';

const MEASURES: Record<string, (bench: Bench, stub: Stub) => Promise<Figures>> = {
  latency: (bench) => measureLatency(bench, 60),
  limits: (bench) => measureLimits(bench, 600),
  paid: (bench, stub) => measurePaid(bench, stub, 10_000),
  statements: (bench) => measureStatements(bench),
  growth: (bench) => measureGrowth(bench),
  readers: (bench) => measureReaders(bench),
  people: (bench) => measurePeople(bench, 80),
};
const NAMES = Object.keys(MEASURES);

const USAGE = `npm run bench:deliver -- [--only NAME,...]

  How soon, how fast and at what cost items reach Telegram.

  --only NAME,...  of ${NAMES.join(', ')}`;

const wanted = readCommandLine(USAGE, () => {
  const { values } = parseArgs({ options: { only: { type: 'string', default: NAMES.join() } } });
  const names = values.only.split(',');
  const unknown = names.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new RangeError(`Nothing to measure is called '${unknown}'.`);
  return names;
});
const bench = await startBench();
const stub = await startStub();
try {
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (!wanted.includes(name)) continue;
    console.log(name);
    for (const [what, figure] of Object.entries(await measure(bench, stub))) console.log(`  ${what}: ${figure}`);
  }
} finally {
  stub.stop();
  await bench.stop();
}
