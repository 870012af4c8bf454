import type { IssuerWords } from "../shared/IssuerStep";

/** Words of the second factor at the organisation's own sign-in. */
export const STEP_UP: IssuerWords = {
  text: "This decision needs a second factor. The sign-in opens in a window of its own; once you are done there, the decision is taken by itself.",
  go: "Open the sign-in",
  again: "Open the sign-in again",
  waiting: "Waiting for the sign-in window.",
  framed: "This decision needs a second factor. Go on in a tab of its own and decide there.",
  elsewhere: "Go on in a new tab",
  another: "Somebody else signed in there, so nothing was decided. Sign in as yourself.",
};
