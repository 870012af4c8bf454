import { useEffect, useRef, useState } from "react";

/** The width of an element, as it is drawn: charts keep their letters at reading size on any screen. */
export function useWidth<Kind extends HTMLElement>(first: number): [React.RefObject<Kind | null>, number] {
  const element = useRef<Kind>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    if (!element.current) return;
    const watching = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(160, Math.floor(entry.contentRect.width)));
    });
    watching.observe(element.current);
    return () => watching.disconnect();
  }, []);
  return [element, width];
}
