/** Stacked bars, drawn from the left by time. Decoration for who sees it: the table beside it has the figures. */
export interface Bar {
  key: string;
  parts: readonly { tone: string; value: number }[];
  faint?: boolean;
}

const HEIGHT = 64;
const STEP = 10;

export function Bars({ bars, label }: { bars: readonly Bar[]; label: string }): React.JSX.Element {
  const most = Math.max(1, ...bars.map((bar) => bar.parts.reduce((sum, part) => sum + part.value, 0)));
  const width = Math.max(1, bars.length) * STEP;
  return (
    <svg className="bars" viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {bars.map((bar, index) => {
        let top = HEIGHT;
        return (
          <g key={bar.key} opacity={bar.faint ? 0.45 : 1}>
            {bar.parts.map((part) => {
              const height = (part.value / most) * HEIGHT;
              top -= height;
              return <rect key={part.tone} x={index * STEP + 1} y={top} width={STEP - 2} height={height} data-tone={part.tone} />;
            })}
          </g>
        );
      })}
    </svg>
  );
}
