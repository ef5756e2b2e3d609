// npm run bench:deliver [-- --only latency,limits,...]: how soon, how fast and at what cost items reach Telegram.
import { parseArgs } from 'node:util';
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
import { startBench } from './deliver/setup.ts';
import { startStub } from './deliver/stub.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const bench = await startBench();
const stub = await startStub();
const MEASURES: Record<string, () => Promise<Figures>> = {
  latency: () => measureLatency(bench, 60),
  limits: () => measureLimits(bench, 600),
  paid: () => measurePaid(bench, stub, 10_000),
  statements: () => measureStatements(bench),
  growth: () => measureGrowth(bench),
  readers: () => measureReaders(bench),
  people: () => measurePeople(bench, 80),
};
try {
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (values.only && !values.only.split(',').includes(name)) continue;
    console.log(name);
    for (const [what, figure] of Object.entries(await measure())) console.log(`  ${what}: ${figure}`);
  }
} finally {
  stub.stop();
  await bench.stop();
}
