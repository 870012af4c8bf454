/** The arithmetic of the charts: no drawing here. */

/** Maps [from, to] onto [start, end]; a range without width lies in the middle. */
export function linear(from: number, to: number, start: number, end: number): (value: number) => number {
  if (to === from) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/**
 * Round values from 0 to at least `most`: steps of 1, 2 or 5 times a power of ten, at most `about` + 1 of them.
 * `whole`: no step under 1, for what is counted.
 */
export function ticks(most: number, about = 4, whole = false): number[] {
  if (!(most > 0) || !Number.isFinite(most)) return [0, 1];
  const rough = most / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10;
  const step = whole ? Math.max(1, factor * power) : factor * power;
  const steps = Math.ceil(most / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

export interface Point {
  x: number;
  y: number;
}

/** Lines through the points; where a value is missing the line breaks rather than lies. */
export function lines(points: readonly (Point | null)[]): string {
  let path = "";
  let open = false;
  for (const point of points) {
    if (point) path += `${open ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    open = point !== null;
  }
  return path;
}

/** Points with no neighbour: a line alone would not show them. */
export function alone(points: readonly (Point | null)[]): Point[] {
  return points.filter((point, index): point is Point => point !== null && !points[index - 1] && !points[index + 1]);
}

/** Evenly spread places of an axis, first and last among them, no more than `room`. */
export function spread(length: number, room: number): number[] {
  if (length <= 0) return [];
  if (length <= room) return Array.from({ length }, (_, index) => index);
  const last = length - 1;
  const kept = Math.max(2, room);
  return [...new Set(Array.from({ length: kept }, (_, index) => Math.round((index * last) / (kept - 1))))];
}

/** The place whose x is nearest. */
export function nearest(xs: readonly number[], x: number): number {
  let best = 0;
  for (let index = 1; index < xs.length; index += 1) {
    if (Math.abs((xs[index] ?? 0) - x) < Math.abs((xs[best] ?? 0) - x)) best = index;
  }
  return best;
}
