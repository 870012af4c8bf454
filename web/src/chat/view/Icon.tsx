const PATHS = {
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c0-3.5 3.6-6 8-6s8 2.5 8 6",
  spark: "M12 3l1.9 5.1L19 10l-5.1 1.9L12 17l-1.9-5.1L5 10l5.1-1.9ZM19 16l.8 2.2L22 19l-2.2.8L19 22l-.8-2.2L16 19l2.2-.8Z",
  history: "M4 6h16M4 12h16M4 18h10",
  download: "M12 4v11m0 0-4-4m4 4 4-4M5 20h14",
  theme: "M20 12a8 8 0 1 1-16 0 8 8 0 0 1 16 0ZM12 4v16M12 8h6.900M12 12h8M12 16h6.900",
  send: "M5 12h13m0 0-5-5m5 5-5 5",
  stop: "M7 7h10v10H7Z",
  up: "M7 11v9H4v-9h3Zm0 0 4-7c1.5 0 2.4 1 2.2 2.4L12.6 10H18c1.4 0 2.3 1.2 2 2.5l-1.4 6c-.2.9-1 1.5-2 1.5H7",
  down: "M17 13V4h3v9h-3Zm0 0-4 7c-1.5 0-2.4-1-2.2-2.4l.6-3.6H6c-1.4 0-2.3-1.2-2-2.5l1.4-6C5.600 4.600 6.400 4 7.400 4H17",
  copy: "M9 9h11v11H9ZM5 15H4V4h11v1",
  edit: "M4 20h4L19 9l-4-4L4 16v4Z",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 13l4 4L19 7",
  arrowDown: "M12 5v14m0 0-6-6m6 6 6-6",
  retry: "M20 11a8 8 0 1 0-2.300 6.300M20 5v6h-6",
  phone: "M6 4h3l2 5-2.500 1.500a11 11 0 0 0 5 5L15 13l5 2v3c0 1.100-.9 2-2 2A14 14 0 0 1 4 6c0-1.100.9-2 2-2Z",
} as const;

/** A small line drawing beside words or in a labelled button: never the only name of anything. */
export function Icon({ name }: { name: keyof typeof PATHS }): React.JSX.Element {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
