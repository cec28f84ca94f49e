// Compiles the MJML of a file. With a count it does so that often and ends; without one it compiles as often
// as each line of stdin says and answers with the CPU seconds it took and the bytes of the HTML.
const mjml = require("mjml");
const lines = require("readline");
const source = require("fs").readFileSync(process.argv[2], "utf8");

async function compile(times) {
  let html = "";
  for (let time = 0; time < times; time += 1) {
    ({ html } = await (mjml.default ?? mjml)(source, { validationLevel: "skip", keepComments: false, fonts: {} }));
  }
  return Buffer.byteLength(html);
}

async function serve() {
  for await (const line of lines.createInterface({ input: process.stdin })) {
    const before = process.cpuUsage();
    const bytes = await compile(Number(line));
    const used = process.cpuUsage(before);
    console.log(JSON.stringify({ cpu_s: (used.user + used.system) / 1e6, bytes }));
  }
}

process.argv[3] ? compile(Number(process.argv[3])) : serve();
