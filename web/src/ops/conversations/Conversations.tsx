import type { Place } from "../routing";
import { Search } from "./Search";
import { Transcript } from "./Transcript";

/** The search, or the conversation that the address names. */
export function Conversations({ place }: { place: Place }): React.JSX.Element {
  const [thread, turn] = place.path;
  if (thread) return <Transcript key={thread} threadId={thread} turnId={turn ?? null} />;
  return <Search filters={place.filters} />;
}
