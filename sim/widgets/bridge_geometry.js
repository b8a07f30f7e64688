// @ts-check
// Where planks, ropes and figures stand in the picture of partners on their bridges, as plain numbers and without the
// page. Lengths are pixels. A bridge is drawn from our end at 0 to the partner's end; `mirrored` turns it round.

/** @typedef {"faces" | "doubts" | "away" | "even" | "parted" | "left"} Stance */
/**
 * @typedef {{ name: string, called?: string, figures: number, stance: Stance, trust: number, was: number | null, kept: number, broken: number, stays: number,
 *   words: { trust: string, was: string, stance: string, count: string, short: string }, said: string, why: string, mixed: string }} Partner
 * @typedef {{ kind: "bridges", group: string, partners: Partner[], chosen: number | null, news: string, planks: { wide: number, narrow: number },
 *   words: Record<string, string>, twin: { state: string, change?: string } }} Bridges
 */
/** @typedef {{ share: number, kept: boolean, cracked: boolean, was: number, fresh: boolean }} Plank share, was: how much of it is laid, 0 to 1 */

const NARROW = 520;
const SEEN = 0.004; // trust that is told as 0 leaves no trace

/** @param {number} width of the whole picture */
export const isSmall = (width) => width < NARROW;

/** How much of the plank at this place is laid, 0 to 1. @param {number} trust @param {number} count @param {number} at */
const laid = (trust, count, at) => Math.min(1, Math.max(0, Math.round((trust * count - at) * 1000) / 1000));

/**
 * Return the planks of a bridge from our end on. The last ones laid carry the nails of promises kept, the first missing
 * ones the cracks of promises broken, as many as that moved trust by, and at least one where it moved any.
 * @param {Pick<Partner, "trust" | "was" | "kept" | "broken">} partner @param {number} count @returns {Plank[]}
 */
export function planks({ trust, was, kept, broken }, count) {
  const many = (/** @type {number} */ moved) => (moved > SEEN ? Math.max(1, Math.round(moved * count)) : 0);
  const whole = Math.floor(trust * count + 1e-9);
  const edge = Math.ceil(trust * count - 1e-9);
  const before = was ?? trust;
  return Array.from({ length: count }, (_, at) => ({
    share: laid(trust, count, at),
    kept: at < whole && at >= whole - many(kept),
    cracked: at >= edge && at < edge + many(broken),
    was: laid(before, count, at),
    fresh: before < trust && at >= Math.floor(before * count + 1e-9) && at < edge,
  }));
}

/** Return how far the ropes hang through at a share of the way, 0 at both ends. @param {number} along @param {number} sag */
export const hang = (along, sag) => 4 * sag * along * (1 - along);

/**
 * Return each plank's left edge, width, middle height and slope in degrees, between two posts.
 * @param {number} count @param {{ left: number, right: number, top: number, sag: number, mirrored: boolean }} box
 */
export function places(count, { left, right, top, sag, mirrored }) {
  const step = (right - left) / count;
  const gap = Math.min(3, step * 0.2);
  return Array.from({ length: count }, (_, at) => {
    const from = mirrored ? count - 1 - at : at;
    const middle = (from + 0.5) / count;
    const slope = (Math.atan((4 * sag * (1 - 2 * middle)) / (right - left)) * 180) / Math.PI;
    return { x: left + from * step + gap / 2, width: step - gap, y: top + hang(middle, sag), slope };
  });
}

/** Return the position of a trust between the posts. @param {number} trust @param {{ left: number, right: number, mirrored: boolean }} box */
export const along = (trust, { left, right, mirrored }) => (mirrored ? right - trust * (right - left) : left + trust * (right - left));

/** @typedef {{ x: number, width: number, y: number, slope: number }} Place */
/** @typedef {{ bridge: number, deck: number, sag: number, level: number, plank: number, small: boolean }} Lane level: the height of the deck's ends; plank: a plank's thickness */

/** @param {Lane} box @param {boolean} mirrored */
const endsOf = ({ bridge, sag, level }, mirrored) => ({ left: 5, right: bridge - 5, top: level, sag, mirrored });

/** Return corners of a plank, which are given as shares of its width and thickness from its middle, as a closed path. @param {Place} place @param {number} thick @param {number[][]} corners */
function cut({ x, width, y, slope }, thick, corners) {
  const [cos, sin] = [Math.cos((slope * Math.PI) / 180), Math.sin((slope * Math.PI) / 180)];
  const middle = x + width / 2;
  const at = corners.map(([across, down]) => [across * width, down * thick]).map(([dx, dy]) => `${(middle + dx * cos - dy * sin).toFixed(1)} ${(y + dx * sin + dy * cos).toFixed(1)}`);
  return `M${at.join("L")}Z`;
}

/** Return a part of a plank, laid from our end on. @param {Place} place @param {number} share @param {number} thick @param {boolean} mirrored */
export function board(place, share, thick, mirrored) {
  const [from, to] = mirrored ? [0.5 - share, 0.5] : [-0.5, share - 0.5];
  return cut(place, thick, [[from, -0.5], [to, -0.5], [to, 0.5], [from, 0.5]]);
}

const HALVES = [[[-0.5, -0.25], [-0.15, 0.05], [0.04, 0.3], [-0.16, 0.95], [-0.5, 0.75]], [[0.5, -0.25], [0.16, 0.1], [0.24, 0.4], [0.08, 0.98], [0.5, 0.75]]];

/** Return the two hanging halves of a broken plank. @param {Place} place @param {number} thick */
const halves = (place, thick) => HALVES.map((half) => cut(place, thick, half)).join("");

/** Return two nails in a plank. @param {Place} place @param {number} thick */
const nails = ({ x, width, y }, thick) => [-1, 1].map((side) => dot(x + width / 2, y + (side * thick) / 4, thick > 10 ? 1.5 : 1.1)).join("");

/** @param {number} x @param {number} y @param {number} r */
const dot = (x, y, r) => `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

/** Return all planks as paths, by what they are. @param {Plank[]} made @param {Lane} box @param {boolean} mirrored */
export function boards(made, box, mirrored) {
  const at = places(made.length, endsOf(box, mirrored));
  const drawn = { ghost: "", cracked: "", laid: "", fresh: "", nails: "" };
  made.forEach((plank, number) => {
    const place = at[number];
    if (plank.was > plank.share) drawn.ghost += board(place, plank.was, box.plank, mirrored);
    if (plank.cracked) drawn.cracked += halves(place, box.plank);
    if (plank.share) drawn[plank.fresh ? "fresh" : "laid"] += board(place, plank.share, box.plank, mirrored);
    if (plank.kept) drawn.nails += nails(place, box.plank);
  });
  return drawn;
}

/** Return ropes and posts as paths. @param {Lane} box */
export function ropes({ bridge, sag, level, small }) {
  const [rail, foot, left, right, count] = [small ? 9 : 18, small ? 6 : 11, 3, bridge - 3, small ? 4 : 6];
  const curve = (/** @type {number} */ y) => `M${left} ${y}Q${bridge / 2} ${y + 2 * sag} ${right} ${y}`;
  const ties = Array.from({ length: count - 1 }, (_, at) => (at + 1) / count).map((share) => {
    const y = level + hang(share, sag);
    return `M${(left + share * (right - left)).toFixed(1)} ${(y - rail).toFixed(1)}V${y.toFixed(1)}`;
  });
  return { rail: curve(level - rail), ropes: curve(level), ties: ties.join(""), posts: [left, right].map((x) => `M${x} ${level - rail - 3}V${level + foot}`).join("") };
}

const WAS_ROOM = 56; // pixels that "was 48" takes

/** Return where trust was before the last change, below the deck. @param {number} trust @param {Lane} box @param {boolean} mirrored */
function below(trust, box, mirrored) {
  const ends = endsOf(box, mirrored);
  const x = along(trust, ends);
  return { x, y: box.level + hang((x - ends.left) / (ends.right - ends.left), box.sag), up: box.plank / 2 + 3, size: box.small ? 3 : 4.5 };
}

/** Return the mark of what was before: a line through the deck, on a triangle. @param {Partner} partner @param {Lane} box @param {boolean} mirrored */
export function mark({ was }, box, mirrored) {
  if (was === null) return { mark: "" };
  const { x, y, up, size } = below(was, box, mirrored);
  return { mark: `M${x.toFixed(1)} ${(y - up).toFixed(1)}v${2 * up}l${size} ${size * 1.4}h${-2 * size}l${size} ${-size * 1.4}` };
}

/**
 * Return where the words of the mark stand: away from the cracks, on our side of it after a rise and beyond it after a
 * fall, if there is room.
 * @param {Partner} partner @param {Lane} box @param {boolean} mirrored
 */
export function beside({ was, trust }, box, mirrored) {
  const { x, y, up, size } = below(was ?? trust, box, mirrored);
  const room = (mirrored ? x : box.bridge - x) > WAS_ROOM;
  const right = ((was ?? trust) > trust && room) !== mirrored;
  return { x: (x + (right ? 8 : -8)).toFixed(1), y: (y + up + size * 1.4 + 3).toFixed(1), anchor: right ? "start" : "end" };
}

/**
 * Lay out the picture: two columns of lanes, with our island between them.
 * @param {number} width @param {number} partners
 */
export function scene(width, partners) {
  const small = isSmall(width);
  const rows = Math.ceil(partners / 2);
  const island = small ? 26 : Math.min(120, Math.max(64, Math.round(width * 0.1)));
  const lane = Math.floor((width - island) / 2);
  const figure = small ? 40 : Math.min(rows > 4 ? 64 : 84, Math.round(width * 0.105));
  const [deck, sag, plank] = small ? [29, 4, 8] : [58, 8, 13];
  return { small, rows, island, lane, figure, bridge: lane - figure, deck, sag, plank, level: small ? 13 : 25, planks: /** @type {"wide" | "narrow"} */ (small ? "narrow" : "wide") };
}

/** Return the place that an arrow key leads to in two columns filled row by row; the same where there is none. @param {string} key @param {number} at @param {number} count */
export function reached(key, at, count) {
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 2, ArrowUp: -2 }[key];
  const to = key === "Home" ? 0 : key === "End" ? count - 1 : at + (by ?? 0);
  return to >= 0 && to < count ? to : at;
}

/** Return a picture between two, for its replay. @param {Partner} partner @param {number} share 0 = before, 1 = now @returns {Partner} */
export const between = (partner, share) => {
  const from = partner.was ?? partner.trust;
  return { ...partner, trust: from + share * (partner.trust - from), ...(share < 1 ? { kept: 0, broken: 0 } : {}) };
};
