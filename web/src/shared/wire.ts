/** Shapes of the API's answers, as the generated client tells them: what a route no longer answers does not build. */
import type { components } from "../../../clients/typescript/tidewell";

type Schemas = components["schemas"];
export type Citation = Schemas["Citation"];
export type DeskMessage = Schemas["DeskMessage"];
export type HandoffState = Schemas["HandoffState"];
export type BoardRow = Schemas["BoardRow"];
export type Summary = Schemas["Summary"];
export type Note = Schemas["Note"];
/** Whatever has a default is there in an answer. */
export type Suggestion = Required<Schemas["Suggestion"]>;
export type Warning = Schemas["Warned"];
export type Decided = Schemas["Decided"];
export type Snapshot = Schemas["Snapshot"];
export type NextAction = Schemas["Action"];
export type Floor = "assistant" | "agent";

/** `GET /v1/policies/{document}`. */
export interface PolicyDocument {
  document: string;
  version: number;
  title: string;
  effective_from: string;
  effective_to: string | null;
  sections: { section: string; title: string; text: string }[];
}
