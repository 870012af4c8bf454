/** GET /v1/ops/releases: assistant/monitors/releases.py. */
export interface Gate {
  verdict: string;
  at: string;
  by: string;
  on: string;
  suite: string | null;
  model: string | null;
  cases: number | null;
  passed: number | null;
  critical: number | null;
  critical_passed: number | null;
  blessed_at: string | null;
  blessed_by: string | null;
}

export interface Release {
  version: number;
  status: "draft" | "gated" | "approved" | "retired" | "replaced";
  hash: string | null;
  at: string | null;
  by: string | null;
  approved_by: string | null;
  why: string | null;
  gate: Gate | null;
  faults: string[];
}

export interface CanaryMonitor {
  monitor: string;
  label: string;
  stable: number;
  candidate: number;
  most_above: number;
}

export interface Canary {
  canary_id: string;
  prompt: string;
  candidate: number;
  share: number;
  state: "running" | "returned" | "stopped";
  started_by: string;
  started_at: string;
  ended_at: string | null;
  reason: string | null;
  turns: { stable: number; candidate: number };
  fewest_turns: number;
  monitors: CanaryMonitor[];
}

export interface Releases {
  prompt: string;
  live: { reference: string; version: number; hash: string; status: string; model: string; environment: string };
  releases: Release[];
  forged: string[];
  canary: Canary | null;
}
