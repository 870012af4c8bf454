// @ag-ui/client 0.0.58, which assistant-ui brings: it knows interrupts and resume, and no protocol version.
import { createRequire } from "node:module";
import { HttpAgent } from "@ag-ui/client";
import { play } from "../shared/agui.mjs";
import { report } from "../shared/service.mjs";

console.error = () => undefined;
const { version } = createRequire(import.meta.url)("./package-lock.json").packages["node_modules/@ag-ui/client"];
await report("@ag-ui/client", version, () => play(HttpAgent));
