import type { Json, JsonObject, ToolCall } from "../wire";

/** Careful reading of tool results: what is not there, or not of its kind, is null and is not drawn. */
export const cents = (of: JsonObject, key: string): number | null => {
  const value = of[key];
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
};
export const text = (of: JsonObject, key: string): string | null => {
  const value = of[key];
  return typeof value === "string" && value !== "" ? value : null;
};
export const rows = (of: JsonObject, key: string): JsonObject[] => {
  const value = of[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
};
export const object = (of: JsonObject, key: string): JsonObject => {
  const value = of[key];
  return isObject(value) ? value : {};
};

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The accounts in the results of the tools of these names, those of one account put together. */
export function accountsOf(calls: readonly ToolCall[], names: readonly string[]): JsonObject[] {
  const byId = new Map<string, JsonObject>();
  for (const call of calls)
    if (names.includes(call.name))
      for (const account of rows(call.result, "accounts")) {
        const id = text(account, "account_id") ?? "";
        const as_of = account["as_of"] ?? call.result["as_of"] ?? null;
        byId.set(id, { ...byId.get(id), ...account, as_of });
      }
  return [...byId.values()];
}
