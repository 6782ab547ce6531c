// json-rules-engine: computed facts for the figures, one rule a category. Reads a task a line:
// {"levels": {…}, "times": N}; answers with the figures and the microseconds of one evaluation.
import readline from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { Engine } = require("json-rules-engine");
const criteria = JSON.parse(process.argv[3]);
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
engine.addFact("skor", async (_, almanac) => {
  let sum = 0;
  for (const name of names) sum += (await almanac.factValue(name)) * Number(criteria[name][0]);
  return sum * 100;
});
engine.addFact("indeks", async (_, almanac) => round((await almanac.factValue("skor")) / 300));
engine.addFact("porsi", async (_, almanac) => round((await almanac.factValue("skor")) / 200));
const rule = (label, ...conditions) =>
  engine.addRule({ conditions: { all: conditions }, event: { type: label } });
const is = (operator, value) => ({ fact: "skor", operator, value });
rule("Rendah", is("lessThan", 101));
rule("Sedang", is("greaterThanInclusive", 101), is("lessThan", 201));
rule("Tinggi", is("greaterThanInclusive", 201));

async function evaluate(levels, share) {
  const { events, almanac, results } = await engine.run(levels);
  const skor = await almanac.factValue("skor");
  const indeks = await almanac.factValue("indeks");
  const porsi = share ? await almanac.factValue("porsi") : 0;
  return { figures: [String(skor), indeks.toFixed(2), porsi.toFixed(2), events[0].type], results };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { levels, times } = JSON.parse(line);
  const begun = performance.now();
  for (let n = 0; n < times; n++) await evaluate(levels, false);
  const taken = (performance.now() - begun) * 1000;
  const { figures } = await evaluate(levels, true);
  console.log(JSON.stringify({ figures, microseconds: taken / Math.max(times, 1) }));
}
