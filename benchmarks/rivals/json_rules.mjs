// json-rules-engine: computed facts for the figures, one rule a category. Reads a line for a line:
// {"levels": {…}, "times": N}; answers with the figures and the microseconds of one evaluation.
import readline from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { Engine } = require("json-rules-engine");
const { criteria, score, times: factor, whole, ends, categories } = JSON.parse(process.argv[3]);
const round = (x) => Math.round(x * 100) / 100;

const engine = new Engine();
const names = Object.keys(criteria);
for (const [name, [, items]] of Object.entries(criteria)) {
  engine.addFact(name, async (_, almanac) => {
    let sum = 0;
    for (const item of items) sum += await almanac.factValue(item);
    return sum / items.length;
  });
}
engine.addFact(score, async (_, almanac) => {
  let sum = 0;
  for (const name of names) sum += (await almanac.factValue(name)) * Number(criteria[name][0]);
  return sum * factor;
});
engine.addFact("indeks", async (_, almanac) => round((await almanac.factValue(score)) / whole));
engine.addFact("porsi", async (_, almanac) => round((await almanac.factValue(score)) / 200));
categories.forEach((label, place) => {
  const all = [];
  if (place > 0) all.push({ fact: score, operator: "greaterThanInclusive", value: ends[place - 1] });
  if (place < ends.length) all.push({ fact: score, operator: "lessThan", value: ends[place] });
  engine.addRule({ conditions: { all }, event: { type: label } });
});

async function evaluate(levels, share) {
  const { events, almanac, results } = await engine.run(levels);
  const total = await almanac.factValue(score);
  const indeks = await almanac.factValue("indeks");
  const porsi = share ? await almanac.factValue("porsi") : 0;
  return { figures: [String(total), indeks.toFixed(2), porsi.toFixed(2), events[0].type], results };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { levels, times } = JSON.parse(line);
  const begun = performance.now();
  for (let n = 0; n < times; n++) await evaluate(levels, false);
  const taken = (performance.now() - begun) * 1000;
  const { figures } = await evaluate(levels, true);
  console.log(JSON.stringify({ figures, microseconds: taken / Math.max(times, 1) }));
}
