/** Sentiment over time, from very positive above to very negative below; in right-to-left time runs leftwards. */
import type { SentimentPoint } from '../../lib/domain/records.ts';

const width = 96;
const height = 20;
const rim = 2;

export function Sparkline({ points, label }: { points: readonly SentimentPoint[]; label: string }) {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  const span = Math.max(1, last.at - first.at);
  const x = (at: number) => rim + ((at - first.at) / span) * (width - 2 * rim);
  const y = (level: number) => rim + ((3 - level) / 6) * (height - 2 * rim);
  const at = points.map((point) => `${x(point.at).toFixed(1)} ${y(point.level).toFixed(1)}`);
  const tone = last.level < -1 ? 'negative' : last.level > 0 ? 'positive' : '';
  return (
    <svg class={`sparkline ${tone}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path class="zero" d={`M0 ${y(0)}H${width}`} />
      <path d={`M${at.join('L')}`} />
      <circle cx={x(last.at)} cy={y(last.level)} r="1.8" />
    </svg>
  );
}
