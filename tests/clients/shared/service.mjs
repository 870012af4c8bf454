// The service under test, as any client reaches it: ASSIST_URL, the person ASSIST_PERSON, and their one-time code.
import { randomUUID } from "node:crypto";

export const url = process.env.ASSIST_URL ?? "http://127.0.0.1:8080";
export const person = process.env.ASSIST_PERSON;
export const stranger = process.env.ASSIST_STRANGER;
const checks = [];

export async function signIn(handle) {
  return (await post("/v1/development/sign-in", { handle })).token;
}

export async function stepUp(token) {
  return (await post("/v1/development/step-up", { code: process.env.ASSIST_CODE ?? "" }, token)).token;
}

export async function get(path, token) {
  const answer = await fetch(url + path, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
  return { status: answer.status, body: await answer.json() };
}

async function post(path, body, token) {
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export function fresh() {
  return randomUUID();
}

/** One thing that must hold; `saw` is printed beside it. */
export function check(name, held, saw) {
  checks.push({ name, ok: Boolean(held), saw: saw === undefined ? null : saw });
}

/** Run the conversation and print what it saw as one JSON object; a conversation that breaks off is a failure too. */
export async function report(client, version, play) {
  const began = performance.now();
  let broke = null;
  try {
    await play();
  } catch (error) {
    broke = String(error?.stack ?? error);
  }
  const failed = checks.filter((each) => !each.ok).length + (broke ? 1 : 0);
  const took_ms = Math.round(performance.now() - began);
  process.stdout.write(JSON.stringify({ client, version, took_ms, failed, broke, checks }, null, 1) + "\n");
  process.exitCode = failed ? 1 : 0;
}
