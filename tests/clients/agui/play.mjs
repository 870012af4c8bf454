// @ag-ui/client 1.0: besides the conversation, the protocol's version is declared both ways and nothing is stripped.
import { createRequire } from "node:module";
import { HttpAgent } from "@ag-ui/client";
import { of, play } from "../shared/agui.mjs";
import { check, report } from "../shared/service.mjs";

const warned = [];
console.warn = (...words) => void warned.push(words.join(" "));
console.error = () => undefined;
const { version } = createRequire(import.meta.url)("./package-lock.json").packages["node_modules/@ag-ui/client"];
await report("@ag-ui/client", version, async () => {
  const { honest } = await play(HttpAgent);
  check("the protocol's version is declared", of(honest, "RUN_STARTED")[0]?.protocolVersion === "1.0", of(honest, "RUN_STARTED")[0]?.protocolVersion);
  check("the client removes and warns of nothing", warned.length === 0, warned.slice(0, 5));
});
