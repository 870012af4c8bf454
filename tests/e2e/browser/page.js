/* What the tests ask a page about itself. Evaluated from outside: the page's own policy is not loosened for it. */
(() => ({
  /** Controls that are smaller than `least` pixels on a side; links inside of text are excepted (WCAG 2.5.8). */
  small(least) {
    const found = [];
    const controls = 'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"]';
    for (const one of document.querySelectorAll(controls)) {
      const box = one.getBoundingClientRect();
      const shown = one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!shown || box.width <= 1 || box.height <= 1) continue;
      const inText = getComputedStyle(one).display === "inline" && one.closest("p, li, blockquote");
      if (!inText && (box.width < least - 0.5 || box.height < least - 0.5)) {
        const name = one.dataset.testid ?? one.textContent.trim().slice(0, 30);
        found.push(`${name} ${Math.round(box.width)}x${Math.round(box.height)}`);
      }
    }
    return found;
  },
  /** What has the focus, if nothing of it can be seen; null where it can. */
  covered() {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const box = one.getBoundingClientRect();
    const at = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.15, 0.85].map((y) => [box.x + box.width * x, box.y + box.height * y]));
    const seen = at.some(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit !== null && (one.contains(hit) || hit.contains(one));
    });
    const name = one.dataset.testid ?? one.textContent.trim().slice(0, 30);
    return seen ? null : `${one.tagName} ${name} at ${Math.round(box.x)},${Math.round(box.y)}`;
  },
  wide: () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  links: () => [...document.querySelectorAll("a[href], area[href], form[action]")].map((one) => one.href ?? one.action),
  elements: (names) => [...document.querySelectorAll(names)].map((one) => one.outerHTML.slice(0, 120)),
}))()
