// Walls, furniture, soft things and storage.
import { NONE, body, box, disc, flat, hang, stand } from './pose.mjs';
import { circle, group, lettering, line, oval, path, rect } from './svg.mjs';
import { heartPath, starPath } from './patterns.mjs';

const weave = (c, w, y, h) => line([0.25, 0.5, 0.75].map((s) => `M${-w} ${y + h * s}H${w}`).join('') + [-0.66, -0.33, 0, 0.33, 0.66].map((s) => `M${w * s} ${y}V${y + h}`).join(''), c.p.dark, 4, 'opacity=".45"');
const shapeOf = (c, r) => (c.has('heart') ? heartPath(0, 4, r * 0.72) : c.has('star') ? starPath(0, 6, r * 1.1, 5, 0.55) : c.round ? disc(0, 0, r) : box(-r * 0.86, -r, r * 1.72, r * 2, 12));
/** The shadow of a thing on the wall, where its outline is no rectangle. */
const shade = (c, d) => group(path(d, c.p.shadow, 'opacity=".5"'), { x: 8, y: 12 });
const hand = (c, a, l, w) => group(rect(-w / 2, -l, w, l + 8, c.p.ink, w / 2), { turn: a });
const scene = (c, w, h) => rect(-w / 2, -h / 2, w, h, c.p.light) + path(`M${-w / 2} ${h / 2}V${h * 0.1}L${-w * 0.15} ${-h * 0.18} ${w * 0.12} ${h * 0.16} ${w * 0.26} 0 ${w / 2} ${h * 0.22}V${h / 2}Z`, '#9bb08a') + circle(w * 0.24, -h * 0.24, h * 0.11, '#f2c777');

export const home = {
  cushion: stand((c) => (c.round && c.k(2) ? body(disc(0, 20, 108, 90), c.f) + circle(0, 16, 9, c.p.second) + line('M0 16L-40-36M0 16L44-36M0 16L-60 40M0 16L60 44M0 16L0 80', c.p.dark, 3, 'opacity=".35"') : body('M-100-82Q0-66 100-82 88 14 104 104 0 92-104 104-88 14-100-82Z', c.f) + path('M-100-82Q0-66 100-82 88 14 104 104 0 92-104 104-88 14-100-82Z', 'none', `stroke="${c.p.second}" stroke-width="5"`) + (c.m ? group(c.m, { y: 10, scale: 2.6 }) : '')), 92, true),
  heartcushion: stand((c) => body(heartPath(0, 16, 88), c.f) + path(heartPath(0, 16, 78), 'none', `stroke="${c.p.mark}" stroke-width="4" stroke-dasharray="9 7"`), 40, true),
  pouffe: stand((c) => body('M-104 20Q-104-30 0-34 104-30 104 20V70Q104 110 0 110T-104 70Z', c.f) + oval(0, 4, 96, 30, c.p.light) + circle(0, 2, 10, c.p.second) + line('M-60-16V96M60-16V96M0 34V108', c.p.dark, 4, 'opacity=".3"'), 96, true),
  throw: stand((c) => body('M-108 40Q-108 20-90 20H90Q108 20 108 40V92Q108 110 90 110H-90Q-108 110-108 92Z', c.f) + body('M-98-24Q-98-42-80-42H80Q98-42 98-24V26H-98Z', c.f) + line('M-108 64H90M-98-6H82', c.p.dark, 5, 'opacity=".4"') + [-80, -50, -20, 10, 40, 70].map((x) => line(`M${x} 110v16`, c.p.second, 6)).join(''), 104, true),
  curtain: hang((c) => rect(-116, -118, 232, 12, c.p.wood, 6) + [-96, -64, -32, 0, 32, 64, 96].map((x, i) => line(`M${x}-106V${100 - (i % 2) * 12}`, i % 2 ? c.p.second : c.p.main, 5) + [-70, -24, 22, 68].map((y) => circle(x, y + (i % 2) * 18, 10, i % 2 ? c.p.main : c.p.second)).join('')).join('')),
  clock: flat((c) => {
    const tick = circle(0, 0, 68, 'none', `stroke="${c.p.ink}" stroke-width="10" stroke-dasharray="4 31.6"`);
    const h = c.k(12) * 30;
    const face = circle(0, 0, 82, c.p.paper) + tick + group(c.mOn, { y: 34, scale: 0.9 }) + hand(c, h, 40, 9) + hand(c, c.k(12) * 30, 60, 6) + circle(0, 0, 7, c.p.second);
    if (c.has('alarm')) return line('M-56 80L-78 110M56 80L78 110', c.p.dark, 15) + circle(-62, -82, 33, c.p.second) + circle(62, -82, 33, c.p.second) + line('M0-100v-16', c.p.dark, 12) + circle(0, 0, 98, c.f) + face;
    if (c.has('cuckoo|house')) return path('M-96-20L0-112 96-20V100H-96Z', c.f) + group(face, { y: 22, scale: 0.78 });
    return (c.k(2) ? circle(0, 0, 110, c.f) : rect(-106, -106, 212, 212, c.f, 30)) + face;
  }, [214, 214, 100]),
  watch: flat((c) => rect(-28, -120, 56, 240, c.f, 12) + circle(0, 0, 62, c.p.metal) + circle(0, 0, 50, c.p.paper) + hand(c, 40, 26, 6) + hand(c, 150, 38, 4), [120, 230, 40]),
  thermometer: flat((c) => rect(-50, -118, 100, 236, c.f, c.k(2) ? 50 : 12) + rect(-36, -100, 72, 200, c.p.paper, 30) + rect(-9, -86, 18, 140, '#e3e3df', 9) + rect(-5, -30 - c.k(30), 10, 96, '#c9473f', 4) + circle(0, 70, 20, '#c9473f') + line('M18-70h12M18-46h8M18-22h12M18 2h8M18 26h12', c.p.ink, 4), [110, 240, 40], true),
  frame: flat((c) => {
    const d = shapeOf(c, 106);
    if (c.has('triple|double|multi|3 |wall hanging')) return shade(c, box(-120, -62, 240, 124, 8)) + rect(-120, -62, 240, 124, c.f, 8) + [-78, 0, 78].map((x) => rect(x - 30, -44, 60, 88, c.p.paper) + group(scene(c, 48, 72), { x })).join('');
    return shade(c, d) + path(d, c.f) + path(d, 'none', `stroke="${c.p.dark}" stroke-width="5"`) + group(path(d, c.p.paper), { scale: 0.72 }) + (c.has('heart|star') ? circle(0, -8, 30, c.p.light) + circle(0, -16, 12, '#e9bf95') + path('M-24 18Q0-14 24 18Z', '#7b8fa8') : c.round ? circle(0, -14, 24, '#e9bf95') + path('M-46 46Q0-16 46 46Z', '#7b8fa8') : scene(c, 112, 132));
  }, NONE),
  standframe: stand((c) => line('M40-60L84 108', c.p.dark, 11) + rect(-88, -96, 176, 204, c.f, 10) + rect(-68, -76, 136, 164, c.p.paper) + group(scene(c, 112, 136), { y: 6 }) + rect(-88, -96, 176, 204, 'none', 10, `stroke="${c.p.dark}" stroke-width="4"`), 84),
  mirror: flat((c) => {
    const d = c.has('heart|star') || c.k(2) ? shapeOf(c, 110) : disc(0, 0, 92, 114);
    return shade(c, d) + path(d, c.f) + path(d, 'none', `stroke="${c.p.dark}" stroke-width="5"`) + group(path(d, '#cfe1e6') + path('M-50 20L40-70M-30 52L60-38', 'none', 'stroke="#fff" stroke-width="13" opacity=".75" stroke-linecap="round"'), { scale: 0.76 });
  }, NONE),
  handmirror: flat((c) => group(rect(-13, 30, 26, 96, c.f, 13) + circle(0, -40, 82, c.f) + circle(0, -40, 64, '#cfe1e6') + line('M-30-30L16-76M-10-12L36-58', '#fff', 11, 'opacity=".75"') + group(c.m, { y: 84, scale: 0.5 }), { turn: 18, y: -6 }), [0, 0, 0]),
  compact: stand((c) => oval(0, -34, 84, 76, c.f) + oval(0, -34, 68, 60, '#cfe1e6') + line('M-30-24L20-70', '#fff', 11, 'opacity=".75"') + oval(0, 80, 92, 28, c.p.dark) + oval(0, 72, 92, 28, c.f) + oval(0, 70, 66, 16, '#f0cdb4'), 90),
  sign: hang((c) => {
    const w = c.words;
    const s = c.k(3);
    const hgt = Math.max(100, w.length * 46 + 34);
    const plate = s === 0 ? box(-112, -60, 224, hgt, 12) : s === 1 ? `M-112-60H100L116 ${hgt / 2 - 60} 100 ${hgt - 60}H-112L-98 ${hgt / 2 - 60}Z` : box(-108, -60, 216, hgt, 34);
    return line('M0-115L-70-56M0-115L70-56', c.p.wood, 5) + path(plate, c.f) + path(plate, 'none', `stroke="${c.p.mark}" stroke-width="4"`) + w.map((t, i) => lettering(t, 0, -14 + i * 46 + (hgt - w.length * 46) / 2 - 16, t.length > 8 ? 27 : 35, c.onFill)).join('') + (w.length ? '' : group(c.m || path(heartPath(0, 0, 24), c.p.mark), { y: -10, scale: 1.4 }));
  }),
  tile: flat((c) => {
    const sym = c.t.match(/(?:tile|house number|font|garden|spot) .*?\b([0-9]|[a-z])$/)?.[1] ?? '';
    return rect(-92, -104, 184, 208, c.p.paper, 10) + rect(-92, -104, 184, 208, 'none', 10, `stroke="${c.p.main}" stroke-width="12"`) + rect(-74, -86, 148, 172, 'none', 4, `stroke="${c.p.second}" stroke-width="4"`) + (sym ? lettering(sym.toUpperCase(), 0, 46, 140, c.p.pale ? c.p.ink : c.p.main) : group(c.mOn || path(heartPath(0, 0, 22), c.p.main), { scale: 2.4 }));
  }, [190, 214, 10]),
  wallart: flat((c) => rect(-100, -110, 200, 220, c.p.wood, 4) + rect(-90, -100, 180, 200, c.p.pale ? c.p.paper : c.p.light) + (c.mOn ? group(c.mOn, { y: -6, scale: 3 }) : c.k(2) ? [-40, 0, 40].map((x, i) => circle(x, -20 + (i % 2) * 34, 38, [c.p.main, c.p.second, c.p.dark][i], 'opacity=".85"')).join('') : group(scene(c, 156, 150), { y: -12 })) + line('M-40 82h80', c.p.ink, 4, 'opacity=".5"'), [200, 220, 4]),
  chalkboard: flat((c) => (c.has('heart') ? path(heartPath(0, 4, 80), c.p.wood) + path(heartPath(0, 2, 68), '#4b524f') : rect(-108, -90, 216, 180, c.p.wood, 8) + rect(-92, -74, 184, 148, '#4b524f', 4)) + line('M-56-34h84M-56-4h110M-56 26h60', '#f5f1e4', 5, 'stroke-dasharray="22 8" opacity=".85"') + rect(22, 46, 46, 11, '#f5f1e4', 5), [216, 180, 8]),
  memoboard: flat((c) => rect(-108, -94, 216, 188, c.f, 8) + line('M-108-94L108 94M108-94L-108 94M-108 0L0-94 108 0 0 94Z', c.p.mark, 6) + group(rect(-30, -38, 60, 76, c.p.paper, 3), { x: -40, y: -10, turn: -8 }) + group(rect(-34, -26, 68, 52, '#f3e0a2', 3), { x: 44, y: 26, turn: 7 }) + circle(-42, -40, 7, '#c9473f') + circle(44, 6, 7, '#6490b8'), [216, 190, 8], true),
  hook: flat((c) => {
    const peg = (x, y = 0) => group(circle(0, -22, 13, c.p.metal) + line('M0-22V40q0 28-26 28t-26-24', c.p.pale ? c.p.dark : c.p.main, 13) + circle(-52, 42, 12, c.p.second), { x: x + 14, y });
    if (/rack|peg|3 |4 |5 |hooks|hanger/.test(c.t)) return rect(-120, -60, 240, 76, c.f, 14) + [-76, 0, 76].map((x) => group(peg(0), { x, scale: 0.9, y: 20 })).join('') + circle(-104, -22, 5, c.p.ink) + circle(104, -22, 5, c.p.ink);
    return path(c.has('heart') ? heartPath(0, -44, 64) : c.has('tile') ? box(-58, -110, 116, 116, 8) : disc(0, -50, 56, 62), c.f) + group(c.m || circle(0, 0, 14, c.p.mark), { y: -60, scale: 1.3 }) + line('M0 0V64q0 34-32 34t-34-30', c.p.metal, 15) + circle(-66, 66, 14, c.p.second);
  }, [0, 0, 0]),
  knob: flat((c) => {
    const d = c.has('heart') ? heartPath(0, 0, 66) : c.has('flower|rose') ? starPath(0, 0, 94, 8, 0.8) : disc(0, 0, 84);
    return shade(c, d) + path(d, c.f) + path(d, 'none', `stroke="${c.p.dark}" stroke-width="5"`) + (c.has('crystal|glass|acrylic|clear') ? path('M-84 0L0-84 84 0 0 84Z M-50-50L50 50M50-50L-50 50', 'none', 'stroke="#fff" stroke-width="5" opacity=".7"') : circle(-26, -28, 20, '#fff', 'opacity=".35"')) + circle(0, 0, 15, c.p.metal) + line('M-8 0h16', c.p.ink, 4);
  }, NONE),
  hanger: hang((c) => line('M0-66V-84q-24-10-10-28 18-16 30 4', c.p.metal, 8) + line('M-100 20L0-52 100 20', c.plain ? c.p.main : c.p.dark, 34) + line('M-100 20L0-52 100 20', c.f, 26) + path('M-26-40Q0-20 26-40L14-14H-14Z', c.p.second) + circle(0, -36, 11, c.p.second)),
  doormat: flat((c) => rect(-120, -70, 240, 140, c.f, 6) + rect(-106, -56, 212, 112, 'none', 4, `stroke="${c.p.mark}" stroke-width="6"`) + line('M-120-66v132M120-66v132', c.p.dark, 6, 'stroke-dasharray="3 7"') + (c.m && c.k(2) ? group(c.m, { scale: 2 }) : c.plain && c.words.length ? c.words.map((t, i) => lettering(t, 0, 10 + i * 34 - (c.words.length - 1) * 17, t.length > 10 ? 25 : 31, c.onFill)).join('') : ''), [244, 146, 6], true),
  doorstop: stand((c) => (c.k(2) ? rect(-24, -92, 48, 30, 'none', 14, `stroke="${c.p.second}" stroke-width="13"`) + body('M-50-66H50L96 96Q98 110 84 110H-84Q-98 110-96 96Z', c.f) + group(c.m || path(heartPath(0, 0, 20), c.p.mark), { y: 30, scale: 1.8 }) : body('M-80 60Q-80 0-30 0-30-70 6-70 34-66 36-30L74-14 38 2Q84 30 84 70 84 110 40 110H-40Q-80 110-80 60Z', c.f) + circle(14, -38, 6, c.p.ink) + line('M-40 70q30 20 60-10', c.p.dark, 7)), 84, true),
  drawers: stand((c) => {
    const cols = 1 + c.k(2);
    const rows = 2 + c.k(3);
    const h = 168 / rows;
    const w = 176 / cols;
    const cells = Array.from({ length: rows * cols }, (_, i) => [-88 + (i % cols) * w, -78 + Math.floor(i / cols) * h]);
    return line('M-76 96v14M76 96v14', c.p.dark, 14) + body(box(-98, -92, 196, 194, 8), c.f) + rect(-106, -104, 212, 16, c.p.dark, 6) + cells.map(([x, y]) => rect(x + 4, y + 4, w - 8, h - 8, c.p.light, 4) + circle(x + w / 2, y + h / 2, 6, c.p.second)).join('');
  }, 92),
  shelf: flat((c) => (c.has('ladder|rack') ? line('M-70-112V112M70-112V112M-70-60H70M-70 0H70M-70 60H70', c.p.wood, 11) : rect(-100, -100, 200, 200, c.p.dark, 6) + rect(-90, -90, 180, 84, c.p.light) + rect(-90, 6, 180, 84, c.p.light) + rect(-76, -56, 34, 50, c.p.second, 4) + rect(-36, -70, 18, 64, c.p.main, 2) + rect(-16, -62, 18, 56, '#8fa58a', 2) + circle(46, -28, 22, c.p.main) + rect(-50, 36, 50, 54, c.p.main, 8) + path('M30 90V56H66V90Z', c.p.second) + circle(48, 42, 20, '#8fa58a')), [200, 200, 8]),
  table: stand((c) => (c.has('desk') ? line('M-90 0V110M90 0V110', c.p.wood, 13) + rect(-112, -30, 224, 30, c.p.wood, 5) + rect(-60, 0, 120, 34, c.p.dark, 4) + circle(0, 17, 6, c.p.flame) : line('M-64-10L-84 110M64-10L84 110M-72 60H72', c.p.dark, 10) + oval(0, -16, 116, 20, c.p.dark) + oval(0, -24, 116, 20, c.f) + group(path('M-14 0h28l-4 34h-20Z', c.p.second) + circle(0, -14, 17, '#8fa58a') + circle(-12, -22, 8, '#d98a97') + circle(12, -22, 8, '#d98a97'), { y: -58 })), 100),
  chair: stand((c) => (c.has('stool') ? line('M-44-30L-66 110M44-30L66 110M-56 50H56', c.p.wood, 11) + body(disc(0, -40, 78, 22), c.f) : line('M-60-104V110M60-104V110', c.p.main, 12) + line('M-60-96H60M-60-60H60M-20-96V-4M20-96V-4', c.p.main, 10) + path('M-70 0H70L80 30H-80Z', c.f) + path('M-80 30H80V42H-80Z', c.p.dark) + line('M-74 42V110M74 42V110', c.p.dark, 12)), 80),
  bench: stand((c) => line('M-108-40V110M108-40V110', c.p.dark, 12) + path('M-108-66Q0-110 108-66V20H-108Z', c.f) + line('M-72-60V20M-36-66V20M0-68V20M36-66V20M72-60V20', c.p.dark, 4, 'opacity=".4"') + rect(-118, 20, 236, 26, c.p.dark, 8), 110),
  hammock: flat((c) => line('M-118-70L-84-10M118-70L84-10', c.p.wood, 7) + path('M-96-20Q0 130 96-20Q90 40 60 66 0 106-60 66-90 40-96-20Z', c.f) + path('M-96-20Q0 60 96-20Q0 130-96-20Z', '#fff', 'opacity=".25"'), [0, 0, 0], true),
  cardholder: stand((c) => group(rect(-46, -66, 92, 66, c.p.paper, 4) + line('M-26-44h52M-26-26h34', c.p.ink, 4, 'opacity=".5"'), { x: 4, y: -26, turn: c.k(2) ? -8 : 6 }) + line('M0 80V-10q-18-26 0-32t12 20-14 14', c.p.metal, 6) + (c.has('heart') ? body(heartPath(0, 76, 38), c.f) : c.has('star') ? body(starPath(0, 70, 48), c.f) : body(disc(0, 82, 44, 28), c.f)), 46),
  cardstring: flat((c) => line('M-118-60Q0-10 118-60', c.p.wood, 5) + [-78, -4, 70].map((x, i) => group(rect(-32, 0, 64, 84, [c.p.paper, c.p.light, c.p.paper][i], 3) + group(c.mOn || path(heartPath(0, 0, 15), [c.p.main, c.p.paper, c.p.second][i]), { y: 42 }) + rect(-6, -14, 12, 30, c.p.wood, 3), { x, y: -40 + (i === 1 ? 14 : 0), turn: (i - 1) * 5 })).join(''), [0, 0, 0]),
  letterrack: stand((c) => [-8, 4].map((x, i) => group(rect(-84, -90 + i * 26, 168, 110, i ? c.p.paper : '#f0dfc0', 4) + path(`M-84 ${-90 + i * 26}L0 ${-30 + i * 26} 84 ${-90 + i * 26}`, 'none', `stroke="${c.p.shadow}" stroke-width="4"`), { turn: x })).join('') + body('M-104 0Q-52 30 0 0T104 0V96Q104 110 90 110H-90Q-104 110-104 96Z', c.f) + group(c.m || path(heartPath(0, 0, 18), c.p.mark), { y: 62, scale: 1.3 }), 98),
  wallorganiser: flat((c) => (c.has('key') ? rect(-84, -106, 168, 212, c.f, 8) + rect(-66, -88, 132, 176, c.p.light, 4) + circle(0, -44, 22, 'none', `stroke="${c.p.metal}" stroke-width="10"`) + line('M0-22V50M0 50h20M0 30h16', c.p.metal, 11) + path(heartPath(0, -120, 22), c.p.dark) : rect(-84, -112, 168, 224, c.f, 8) + [-66, 6, 76].map((y) => rect(-70, y, 140, 30, c.p.dark, 5) + rect(-50, y - 34, 60, 40, c.p.paper, 2) + rect(14, y - 24, 40, 30, '#f0dfc0', 2)).join('')), [170, 224, 8]),
  trinket: stand((c) => (c.k(2) ? body('M-88 10H88V96Q88 110 74 110H-74Q-88 110-88 96Z', c.f) + body('M-96 14V-6Q-90-60 0-62 90-60 96-6V14Z', c.p.second) + circle(0, -70, 12, c.p.dark) + rect(-12, 4, 24, 28, c.p.flame, 5) + group(c.m || path(heartPath(0, 0, 16), c.p.mark), { y: 66, scale: 1.1 }) : path('M-92-90H92L100 6H-100Z', c.p.light) + path('M-80-80H80L86 2H-86Z', '#cfe1e6') + line('M-40-10L10-66', '#fff', 9, 'opacity=".8"') + body(box(-104, 4, 208, 106, 10), c.f) + circle(0, 34, 9, c.p.flame) + group(c.m, { y: 74 })), 94),
  jewelstand: stand((c) => line('M0 96V-70M-70-60Q0-96 70-60M-50-10Q0-40 50-10', c.p.pale ? c.p.dark : c.p.main, 9) + circle(0, -84, 14, c.p.second) + [-70, 70, -50, 50].map((x, i) => line(`M${x} ${i < 2 ? -58 : -8}q-12 30 0 46 12-16 0-46`, i % 2 ? '#c9a557' : c.p.second, 5) + circle(x, i < 2 ? -8 : 42, 8, ['#b93a66', '#6490b8', '#7ba071', '#d9973f'][i])).join('') + body('M-64 110Q-56 88 0 86T64 110Z', c.p.main), 62),
  moneybox: stand((c) => (c.has('pig') || c.k(2) ? line('M-50 80v28M50 80v28', c.p.dark, 24) + path('M-74-6L-84-64-30-34Z', c.p.dark) + body(disc(0, 30, 100, 72), c.f) + oval(-92, 40, 18, 24, c.p.light) + circle(-96, 34, 3, c.p.ink) + circle(-96, 46, 3, c.p.ink) + circle(-56, 6, 6, c.p.ink) + rect(-18, -32, 50, 9, c.p.ink, 4) + line('M98 24q24-6 14-26', c.p.dark, 7) : body(box(-80, -60, 160, 170, 22), c.f) + rect(-34, -66, 68, 14, c.p.ink, 6) + group(c.m || circle(0, 0, 24, c.p.flame) + circle(0, 0, 16, 'none', `stroke="${c.p.dark}" stroke-width="3"`), { y: 30, scale: 1.8 })) + group(circle(0, 0, 25, c.p.flame) + circle(0, 0, 17, 'none', 'stroke="#a97c2f" stroke-width="3"'), { x: 8, y: -84 }), 82),
  storagebox: stand((c) => {
    const one = (w, h, x, y, f) => group(body(box(-w / 2, -h, w, h, 6), f) + rect(-w / 2 - 5, -h - 12, w + 10, 26, c.p.second, 6), { x, y });
    return /set|3 |nest|stack|boxes|tower/.test(c.t) ? one(206, 76, 0, 110, c.f) + one(160, 62, -8, 22, c.p.light) + one(112, 50, 6, -52, c.f) : one(206, 130, 0, 110, c.f) + rect(-40, 36, 80, 36, c.p.paper, 5) + group(c.mOn, { y: 54, scale: 0.65 });
  }, 102, true),
  basket: stand((c) => line('M-74-14Q-74-112 0-112T74-14', c.p.wood, 13) + body('M-108-16H108L84 98Q82 110 68 110H-68Q-82 110-84 98Z', c.plain && !c.named ? '#c9a06c' : c.f) + weave(c, 92, -14, 122) + rect(-114, -26, 228, 24, c.p.second, 12) + (c.m ? group(c.mOn, { y: 50, scale: 1.4 }) : ''), 80),
  bin: stand((c) => body('M-84-80H84L66 98Q64 110 52 110H-52Q-64 110-66 98Z', c.f) + oval(0, -80, 84, 15, c.p.light) + oval(0, -78, 72, 10, c.p.dark) + (c.has('bucket|pail') ? line('M-82-78Q0-10 82-78', c.p.metal, 7) : '') + group(c.m, { y: 24, scale: 2 }), 64),
  crate: stand((c) => [-16, 34, 84].map((y) => rect(-112, y - 16, 224, 38, c.named ? c.p.main : c.p.wood, 4)).join('') + rect(-112, -32, 26, 142, c.p.dark, 4) + rect(86, -32, 26, 142, c.p.dark, 4) + rect(-30, -8, 60, 16, c.p.ink, 8) + [-60, 0, 60].map((x, i) => circle(x, -50, 30, ['#c9473f', '#7ba071', '#d9973f'][i])).join('') + rect(-112, -32, 224, 38, c.named ? c.p.main : c.p.wood, 4) + rect(-30, -20, 60, 15, c.p.ink, 7), 110),
};
