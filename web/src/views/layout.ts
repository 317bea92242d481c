// Where the names of a network stand: springs pull those who are bound, and all push each other off
// (Fruchterman and Reingold 1991), from a fixed start, so that a story always has the same picture.

export interface Point {
  x: number;
  y: number;
}

const ROUNDS = 260;
const WIDEST = 150; // between two of a small network

/// Places `n` points within width and height; `pull` of each pair of ends is in (0, 1]; `room` is half the
/// width and half the height that a point's name needs.
export function layout(
  n: number,
  edges: readonly { a: number; b: number; pull: number }[],
  width: number,
  height: number,
  room: readonly Point[],
): Point[] {
  const ideal = Math.min(WIDEST, 0.8 * Math.sqrt((width * height) / Math.max(1, n)));
  // The golden angle spreads the start evenly, with the first, who are bound most, in the middle.
  const at: Point[] = Array.from({ length: n }, (_, i) => {
    const far = 0.46 * Math.sqrt((i + 0.4) / n);
    return { x: width * (0.5 + far * Math.cos(i * 2.39996)), y: height * (0.5 + far * Math.sin(i * 2.39996)) };
  });
  for (let round = 0; round < ROUNDS; round++) {
    const heat = (Math.min(width, height) / 9) * (1 - round / ROUNDS) ** 1.5 + 0.4;
    const force: Point[] = at.map((p) => ({ x: (width / 2 - p.x) * 0.035, y: (height / 2 - p.y) * 0.05 }));
    repel(at, force, ideal);
    for (const e of edges) attract(at, force, e, ideal);
    at.forEach((p, i) => {
      const f = force[i] as Point;
      const length = Math.hypot(f.x, f.y) || 1;
      p.x += (f.x / length) * Math.min(length, heat);
      p.y += (f.y / length) * Math.min(length, heat);
    });
    if (round > ROUNDS / 3) part(at, room);
    at.forEach((p, i) => {
      const r = room[i] as Point;
      p.x = Math.max(r.x, Math.min(width - r.x, p.x));
      p.y = Math.max(r.y, Math.min(height - r.y - 8, p.y)); // the name hangs below
    });
  }
  return at;
}

function repel(at: readonly Point[], force: readonly Point[], ideal: number): void {
  for (let i = 0; i < at.length; i++) {
    for (let j = i + 1; j < at.length; j++) {
      const [p, q, f, g] = [at[i], at[j], force[i], force[j]] as [Point, Point, Point, Point];
      const dx = p.x - q.x || 0.01;
      const dy = p.y - q.y || 0.01;
      const push = (ideal * ideal) / (dx * dx + dy * dy);
      f.x += dx * push;
      f.y += dy * push;
      g.x -= dx * push;
      g.y -= dy * push;
    }
  }
}

function attract(
  at: readonly Point[],
  force: readonly Point[],
  edge: { a: number; b: number; pull: number },
  ideal: number,
): void {
  const [p, q, f, g] = [at[edge.a], at[edge.b], force[edge.a], force[edge.b]] as [Point, Point, Point, Point];
  const dx = q.x - p.x;
  const dy = q.y - p.y;
  const pull = (edge.pull * Math.hypot(dx, dy)) / ideal;
  f.x += dx * pull;
  f.y += dy * pull;
  g.x -= dx * pull;
  g.y -= dy * pull;
}

/// Moves names off each other.
function part(at: readonly Point[], room: readonly Point[]): void {
  for (let i = 0; i < at.length; i++) {
    for (let j = i + 1; j < at.length; j++) {
      const [p, q, r, s] = [at[i], at[j], room[i], room[j]] as [Point, Point, Point, Point];
      const over = { x: r.x + s.x - Math.abs(p.x - q.x), y: r.y + s.y - Math.abs(p.y - q.y) };
      if (over.x <= 0 || over.y <= 0) continue;
      if (over.y <= over.x) {
        const by = (over.y / 2) * (p.y < q.y ? -1 : 1);
        p.y += by;
        q.y -= by;
      } else {
        const by = (over.x / 2) * (p.x < q.x ? -1 : 1);
        p.x += by;
        q.x -= by;
      }
    }
  }
}
