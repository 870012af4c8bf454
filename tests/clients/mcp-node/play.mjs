// The MCP client for Node, unchanged: tools, results as data, policy documents, and what nobody may do.
import { createRequire } from "node:module";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { check, person, report, signIn, stranger, url } from "../shared/service.mjs";

const { version } = createRequire(import.meta.url)("./package-lock.json").packages["node_modules/@modelcontextprotocol/sdk"];

async function connected(headers) {
  const client = new Client({ name: "clients-mcp-node", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  return client;
}

async function refusal(promise) {
  try {
    const result = await promise;
    return result.isError ? `error ${result.structuredContent?.error?.kind}` : "done";
  } catch (error) {
    return `${error.code ?? ""} ${error.message}`;
  }
}

async function reads(client) {
  const { tools } = await client.listTools();
  check("read tools are offered, with schemas", tools.length > 10 && tools.every((tool) => tool.annotations.readOnlyHint && tool.inputSchema.additionalProperties === false), tools.map((tool) => tool.name));
  const balance = await client.callTool({ name: "get_balance", arguments: {} });
  const { accounts } = balance.structuredContent;
  check("a tool answers, as text and as data", accounts.length > 0 && JSON.parse(balance.content[0].text).accounts[0].account_id === accounts[0].account_id, accounts.map((each) => each.label));
  const found = await client.callTool({ name: "search_policies", arguments: { query: "penalty for paying off early" } });
  const [passage] = found.structuredContent.passages;
  check("others' text is marked as data", typeof passage.text.untrusted_text === "string", passage.title);
  const link = found.content.find((part) => part.type === "resource_link");
  const opened = await client.readResource({ uri: link.uri });
  check("a found document is read whole", opened.contents[0].text.includes(passage.text.untrusted_text), link.uri);
  return accounts;
}

async function documents(client) {
  const { resources } = await client.listResources();
  check("policy documents are listed by version", resources.length > 3 && resources.every((each) => /^policy:\/\/POL-[A-Z0-9.-]+\?version=/.test(each.uri)), resources.length);
  check("none of them is the staff's", resources.every((each) => !each.uri.includes("POL-S-")));
  check("nor is one read", (await refusal(client.readResource({ uri: "policy://POL-S-WAIVE-01" }))).includes("no policy document"));
}

async function forges(client, accounts) {
  check("no write tool", (await refusal(client.callTool({ name: "move_due_date", arguments: { due_day: 12 } }))).includes("no tool"));
  check("no control tool", (await refusal(client.callTool({ name: "hand_off", arguments: { reason: "scam" } }))).includes("no tool"));
  check("no borrower by an argument", (await refusal(client.callTool({ name: "get_balance", arguments: { borrower_id: "B-9999" } }))) === "error invalid");
  const theirs = await connected({ Authorization: `Bearer ${await signIn(stranger)}` });
  const other = (await theirs.callTool({ name: "get_balance", arguments: {} })).structuredContent.accounts;
  check("everybody sees their own", other.every((each) => !accounts.some((own) => own.account_id === each.account_id)));
  const account = other[0].last4;
  const asked = await client.callTool({ name: "get_balance", arguments: { account } });
  check("and nobody else's by its number", !JSON.stringify(asked.structuredContent).includes(other[0].account_id), asked.structuredContent);
  await theirs.close();
}

await report("@modelcontextprotocol/sdk", version, async () => {
  check("nobody without a token", (await refusal(connected({}))).match(/401|unauthor/i));
  const token = await signIn(person);
  check("no page of another origin", (await refusal(connected({ Authorization: `Bearer ${token}`, Origin: "https://evil.example" }))).match(/403|origin/i));
  const client = await connected({ Authorization: `Bearer ${token}` });
  const accounts = await reads(client);
  await documents(client);
  await forges(client, accounts);
  await client.close();
});
