export type Pane = "overview" | "act" | "policies" | "wrapup";
export const PANES: readonly Pane[] = ["overview", "act", "policies", "wrapup"];
