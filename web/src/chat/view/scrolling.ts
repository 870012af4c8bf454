import { type RefObject, useEffect, useRef } from "react";
import { useChat } from "./Context";

const GAP_PX = 40;

/**
 * Where the conversation stands: it opens at its end; what is asked goes to the top, so that the answer is read from its
 * beginning; what a person or a notice says comes into view. Nothing moves while words arrive.
 */
export function useScrolled(): RefObject<HTMLDivElement | null> {
  const viewport = useRef<HTMLDivElement>(null);
  const opening = useChat((state) => state.opening);
  const asked = useChat((state) => state.live?.runId ?? null);
  const here = useRef(false);
  here.current = useChat((state) => state.threadId !== null);
  const ends = useRef(() => {});
  const told = useChat((state) => state.messages.at(-1)?.message_id ?? null);
  const noticed = useChat((state) => state.notices.at(-1)?.notice_id ?? null);
  useEffect(() => {
    const place = viewport.current;
    if (opening || !here.current || !place) return;
    place.style.setProperty("--slack", "0px");
    // The cards are a part of the page's height; they are drawn by a chunk of their own.
    void import("../cards/Drawn").then(() => setTimeout(() => place.scrollTo({ top: place.scrollHeight }), 50));
  }, [opening]);
  useEffect(() => {
    const place = viewport.current;
    if (asked === null || !place) return;
    // A quick answer ends the run before its question is drawn: only the next question takes its place.
    ends.current();
    ends.current = whenThere(place, `u:${asked}`, (question) => {
      place.style.setProperty("--slack", `${slackFor(place, question)}px`);
      place.scrollTo({ top: place.scrollTop + question.getBoundingClientRect().top - place.getBoundingClientRect().top - GAP_PX / 2 });
    });
  }, [asked]);
  const newest = told && noticed ? `${told} ${noticed}` : (told ?? noticed);
  useEffect(() => {
    const place = viewport.current;
    if (!newest || !place) return;
    const gone = [told && `m:${told}`, noticed && `n:${noticed}`].flatMap((id) =>
      id ? [whenThere(place, id, (entry) => show(place, entry))] : [],
    );
    return () => gone.forEach((end) => end());
  }, [newest, told, noticed]);
  return viewport;
}

/** How high the last answer must be at least, so that its question can stand at the top with nothing below to scroll to. */
function slackFor(place: HTMLElement, question: HTMLElement): number {
  const list = question.parentElement ?? place;
  const between = Number.parseFloat(getComputedStyle(list).rowGap) || 0;
  const listEnd = list.getBoundingClientRect().bottom - place.getBoundingClientRect().top + place.scrollTop;
  const after = Math.max(0, place.scrollHeight - listEnd);
  return Math.max(0, Math.floor(place.clientHeight - GAP_PX / 2 - question.offsetHeight - between - after));
}

/** Scroll as little as brings the whole message into view. */
function show(place: HTMLElement, entry: HTMLElement): void {
  const below = entry.getBoundingClientRect().bottom - place.getBoundingClientRect().bottom + GAP_PX / 2;
  if (below > 0) place.scrollBy({ top: below });
}

/** Do something with a message as soon as it is drawn, within half a second or so. Gives back what gives it up. */
function whenThere(place: HTMLElement, id: string, act: (message: HTMLElement) => void, frames = 30): () => void {
  let next = 0;
  const look = (left: number): void => {
    const found = place.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(id)}"]`);
    if (found) act(found);
    else if (left > 0) next = requestAnimationFrame(() => look(left - 1));
  };
  next = requestAnimationFrame(() => look(frames));
  return () => cancelAnimationFrame(next);
}
