// What stands on a laid table.
import { body, flat, stand } from './pose.mjs';
import { circle, group, line, oval, path, rect } from './svg.mjs';
import { heartPath } from './patterns.mjs';

const steam = (c) => (c.k(2) ? line('M-22-118q-10-14 0-26t0-24M14-118q-10-14 0-26t0-24', c.p.paper, 6, 'opacity=".8"') : '');
const fork = (c) => rect(-5, -20, 10, 130, c.p.metal, 5) + path('M-19-110v62q0 26 19 30 19-4 19-30v-62h-7v54h-8v-54h-8v54h-8v-54Z', c.p.metal);
const knife = (c) => path('M-6-16V-88Q-6-112 10-112V-16Z', c.p.metal);
const spoon = (c) => oval(0, -82, 20, 30, c.p.metal) + oval(-4, -86, 12, 20, '#fff', 'opacity=".35"') + rect(-5, -56, 10, 60, c.p.metal, 5);
const handled = (c, top) => top + rect(-10, -16, 20, 126, c.f, 10) + rect(-10, -16, 7, 126, '#fff', 4, 'opacity=".25"');

export const table = {
  mug: stand((c) => {
    const shapes = ['M-72-62H56V80Q56 110 26 110H-42Q-72 110-72 80Z', 'M-66-80H50L58 86Q58 110 34 110H-50Q-74 110-74 86Z', 'M-74-50H58Q64 40 34 110H-50Q-80 40-74-50Z'];
    const s = c.k(3);
    const top = [-62, -80, -50][s];
    return line(['M54-34h22q34 0 34 46t-40 50h-16', 'M54-48h20q32 6 30 58t-46 56', 'M56-26h24q28 0 26 38t-42 48'][s], c.p.pale ? c.p.dark : c.p.main, 17) +
      body(shapes[s], c.f) + oval(-8, top, 64, 12, c.p.light) + oval(-8, top + 2, 56, 8, '#6b4a38') + group(c.m, { x: -10, y: 30, scale: 1.8 }) + (c.m ? '' : group(steam(c), { y: top + 100 }));
  }, 72),
  beaker: stand((c) => body('M-62-90H62L46 96Q44 110 30 110H-30Q-44 110-46 96Z', c.f) + oval(0, -90, 62, 13, c.p.light) + oval(0, -88, 52, 9, c.p.dark) + group(c.m, { y: 12, scale: 1.8 }), 52),
  espresso: stand((c) => group(line('M48-4h14q22 4 18 30t-34 30', c.p.dark, 11) + body('M-52-20H52Q50 70 24 86H-24Q-50 70-52-20Z', c.f) + oval(0, -20, 52, 9, c.p.light) + oval(0, -18, 44, 6, '#5d4033'), { y: -8 }) + oval(0, 96, 96, 14, c.p.second) + oval(0, 92, 60, 7, c.p.dark, 'opacity=".25"'), 92),
  teacup: stand((c) => line('M66-26q44-14 40 22t-58 42', c.p.second, 11) + body('M-84-44H84Q84 60 26 84H-26Q-84 60-84-44Z', c.f) + oval(0, -44, 84, 14, c.p.light) + oval(0, -42, 74, 10, '#a96f43') + oval(0, 96, 118, 15, c.p.second) + oval(0, 90, 62, 8, c.p.dark, 'opacity=".3"') + oval(0, 84, 30, 6, c.p.dark) + group(c.m, { y: 18, scale: 1.3 }) + group(steam(c), { y: 70 }), 112),
  teapot: stand((c) => line('M66-20q52-16 50 28t-62 46', c.p.dark, 15) + path('M-60 30Q-96 26-98-20L-118-46-94-58Q-76-40-76-10L-50 0Z', c.p.dark) + body('M-72 30Q-72-46 0-46T72 30Q72 96 40 110H-40Q-72 96-72 30Z', c.f) + path('M-44-40Q0-78 44-40Q0-28-44-40Z', c.p.second) + circle(0, -70, 12, c.p.second) + group(c.m, { y: 36, scale: 1.8 }), 62),
  plate: flat((c) => circle(0, 0, 112, c.f) + circle(0, 0, 78, c.p.pale ? c.p.paper : c.p.light) + circle(0, 0, 78, 'none', `stroke="${c.p.dark}" stroke-width="3" opacity=".4"`) + circle(0, 0, 108, 'none', `stroke="${c.p.second}" stroke-width="4"`) + (c.m ? group(c.mOn, { scale: 2.4 }) : '') + path('M-92-36A98 98 0 0 1-20-96', 'none', 'stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".5"'), [224, 224, 112]),
  platestand: stand((c) => line('M-60 108L-40 20M60 108L40 20M-76 106h30M46 106h30', c.p.wood, 9) + circle(0, -10, 104, c.f) + circle(0, -10, 72, c.p.pale ? c.p.paper : c.p.light) + circle(0, -10, 100, 'none', `stroke="${c.p.second}" stroke-width="5"`) + group(c.mOn || circle(0, 0, 20, c.p.second), { y: -10, scale: 2 }), 80),
  bowl: stand((c) => body('M-114-30H114Q106 70 40 98H-40Q-106 70-114-30Z', c.f) + oval(0, -30, 114, 20, c.p.light) + oval(0, -27, 100, 14, c.p.dark) + rect(-40, 94, 80, 16, c.p.dark, 6) + group(c.m, { y: 36, scale: 1.5 }) + (c.k(2) ? [-48, 4, 52].map((x, i) => circle(x, -44 - (i % 2) * 12, 27, ['#d8604f', '#e0a64b', '#9bb25a'][i])).join('') + path('M-114-30A114 20 0 0 0 114-30V-20Q0 10-114-20Z', c.p.light) : ''), 60),
  cakestand: stand((c) => {
    const tier = (y, r) => oval(0, y, r, 13, c.p.second) + oval(0, y - 5, r - 4, 10, c.p.paper) + path(`M${-r} ${y}q${r / 6} 26 ${r / 3} 4q${r / 6} 26 ${r / 3} 4q${r / 6} 24 ${r / 3} 2t${r / 3}-2q${r / 6} 20 ${r / 3}-2t${r / 3}-6Z`, c.f);
    const bun = (x, y) => path(`M${x - 15} ${y}h30l-5 20h-20Z`, c.p.dark) + oval(x, y, 19, 15, '#f5d7cf') + circle(x, y - 15, 5, '#c9473f');
    return /tier|3 |2 /.test(c.t) || c.k(2)
      ? rect(-4, -104, 8, 200, c.p.metal) + circle(0, -110, 10, 'none', `stroke="${c.p.metal}" stroke-width="5"`) + bun(-46, 36) + bun(48, 36) + bun(-30, -36) + bun(30, -36) + tier(-16, 66) + tier(60, 104) + oval(0, 104, 40, 7, c.p.metal)
      : path('M-14 30h28l8 66h-44Z', c.f) + oval(0, 100, 56, 11, c.p.dark) + path('M-76 6V-50Q-76-62-60-62H60Q76-62 76-50V6Z', '#f0cfa6') + path('M-80-32V-56Q-76-74-50-74H50Q76-74 80-56V-32Q64-14 54-32T26-32-4-32-34-32-58-32-80-32Z', '#f7e4dc') + circle(0, -86, 13, '#c9473f') + tier(18, 112);
  }, 60),
  jug: stand((c) => line('M50-52q54-6 50 46t-54 56', c.p.dark, 15) + body('M-52-96L-74-106-44-62Q-80-10-62 84Q-58 110-30 110H30Q58 110 62 84 78-10 44-62L50-96Z', c.f) + path('M-52-96Q0-80 50-96Q0-112-52-96Z', c.p.dark) + group(c.m, { y: 28, scale: 1.9 }), 56),
  wineglass: stand((c) => {
    const bowls = ['M-56-110H56Q58-4 0 4-58-4-56-110Z', 'M-66-96H66Q50 6 0 10-50 6-66-96Z', 'M-36-114H36Q44 0 0 16-44 0-36-114Z'];
    const s = c.k(3);
    return `<g opacity=".9">${body(bowls[s], c.glass)}</g>${path(['M-55-70H55Q46-6 0 0-46-6-55-70Z', 'M-54-60H54Q40 2 0 6-40 2-54-60Z', 'M-37-70H37Q36-2 0 10-36-2-37-70Z'][s], c.p.pale ? '#b54a5a' : c.p.main, 'opacity=".7"')}${rect(-6, 0, 12, 98, c.glass)}${oval(0, 102, 54, 10, c.glass)}${line('M-34-92q0 46 14 66', '#fff', 6, 'opacity=".7"')}`;
  }, 50),
  tumbler: stand((c) => body('M-60-84H60L50 96Q48 110 36 110H-36Q-48 110-50 96Z', c.glass) + path('M-56-30H56L49 88Q48 98 36 98H-36Q-48 98-49 88Z', c.p.pale ? '#e3b65a' : c.p.main, 'opacity=".65"') + oval(0, -84, 60, 11, '#fff', 'opacity=".6"') + line('M-40-62l6 130', '#fff', 7, 'opacity=".6"') + line('M20-30l30-90', c.p.second, 8), 50),
  sundae: stand((c) => circle(-30, -70, 34, '#f7e0d8') + circle(30, -70, 34, '#e9b7b0') + circle(0, -92, 30, '#f4e5bf') + circle(6, -122, 10, '#c9473f') + body('M-70-70H70L24 40H-24Z', c.glass) + path('M-58-42H58L24 40H-24Z', c.p.main, 'opacity=".6"') + rect(-8, 38, 16, 58, c.glass) + oval(0, 102, 50, 10, c.glass), 46),
  cutlery: flat((c) => (c.k(2) ? group(handled(c, fork(c)), { x: -58, turn: -6 }) + handled(c, spoon(c)) + group(handled(c, knife(c)), { x: 58, turn: 6 }) : group(handled(c, spoon(c)), { turn: 32 }) + group(handled(c, fork(c)), { turn: -32 })), [0, 0, 0]),
  spoon: flat((c) => group(handled(c, spoon(c)), { turn: c.k(2) ? 28 : -24, scale: 1.1 }) + (/set|pack|\d/.test(c.t) ? group(handled(c, spoon(c)), { turn: c.k(2) ? -30 : 2, scale: 1.05 }) : ''), [0, 0, 0]),
  tray: flat((c) => (/round|heart/.test(c.t) ? circle(0, 0, 112, c.p.dark) + circle(0, 0, 100, c.f) : rect(-118, -80, 236, 160, c.p.dark, 22) + rect(-106, -68, 212, 136, c.f, 14)) + line('M-112-24q-22 24 0 48M112-24q22 24 0 48', c.p.wood, 10) + (c.m ? group(c.m, { scale: 2.4 }) : group(circle(0, 0, 34, c.p.paper) + circle(0, 0, 24, '#9a6644') + line('M32-8q18 8 0 18', c.p.paper, 8), { x: -34 }) + circle(48, 8, 26, c.p.paper) + circle(48, 8, 15, '#e6bd82')), [240, 166, 22], true),
  coaster: flat((c) => group((c.round ? circle(0, 0, 76, c.p.dark) : rect(-72, -72, 144, 144, c.p.dark, 14)), { x: 26, y: 22, turn: 14 }) + group(c.round ? circle(0, 0, 76, c.f) + circle(0, 0, 62, 'none', `stroke="${c.p.mark}" stroke-width="5"`) : rect(-74, -74, 148, 148, c.f, 14) + rect(-60, -60, 120, 120, 'none', 8, `stroke="${c.p.mark}" stroke-width="5"`), { x: -14, y: -10, turn: -5 }) + group(c.m, { x: -14, y: -10, scale: 2 }), [170, 170, 40], true),
  placemat: flat((c) => rect(-118, -84, 236, 168, c.f, 10) + rect(-104, -70, 208, 140, 'none', 6, `stroke="${c.p.mark}" stroke-width="4" stroke-dasharray="9 7"`) + circle(0, 0, 58, c.p.paper) + circle(0, 0, 40, 'none', `stroke="${c.p.dark}" stroke-width="3" opacity=".4"`) + group(c.mOn, { scale: 1.3 }) + group(fork(c), { x: -86, y: 0, scale: 0.55 }) + group(knife(c) + rect(-6, -16, 16, 100, c.p.metal, 6), { x: 84, y: 8, scale: 0.6 }), [240, 170, 10], true),
  napkins: flat((c) => group(rect(-84, -84, 168, 168, c.p.dark, 4), { x: 14, y: 14, turn: 5 }) + group(rect(-84, -84, 168, 168, c.p.paper, 4), { x: 7, y: 7, turn: 2 }) + rect(-88, -88, 168, 168, c.f, 4) + path('M-88 80V-88L80 80Z', '#fff', 'opacity=".14"') + group(c.m, { x: 30, y: 36, scale: 1.7 }), [180, 180, 6], true),
  napkinring: stand((c) => path('M-34-110L34-110 12-14H-12Z', c.p.paper) + path('M-12 6H12L86 84Q40 110 0 92-40 110-86 84Z', c.p.paper) + path('M-34-110L34-110 0-14ZM0 6L40 98 0 92Z', c.p.dark, 'opacity=".12"') + body('M-30-20Q0-4 30-20V20Q0 38-30 20Z', c.f) + group(c.m || path(heartPath(0, 0, 13), c.p.mark), { y: 6, scale: 0.8 }), 70),
  doily: flat((c) => {
    const ring = (r, s, n, fill) => Array.from({ length: n }, (_, i) => circle(r * Math.cos((i * 2 * Math.PI) / n), r * Math.sin((i * 2 * Math.PI) / n), s, fill)).join('');
    return circle(0, 0, 96, c.p.pale ? c.p.paper : c.p.main) + ring(96, 18, 14, c.p.pale ? c.p.paper : c.p.main) + ring(98, 6, 14, c.p.wall) + circle(0, 0, 74, 'none', `stroke="${c.p.wall}" stroke-width="7" stroke-dasharray="9 12"`) + circle(0, 0, 48, c.p.wall, 'opacity=".45"') + group(c.mOn || path(heartPath(0, 0, 22), c.p.pale ? c.p.second : c.p.mark), { scale: 1.3 });
  }, [220, 220, 110]),
  eggcup: stand((c) => oval(0, -46, 46, 62, '#f4dfc2') + oval(-14, -66, 12, 20, '#fff', 'opacity=".5"') + body('M-58-34H58Q54 34 16 44L18 72H-18L-16 44Q-54 34-58-34Z', c.f) + body('M-20 66H20L44 104Q44 110 38 110H-38Q-44 110-44 104Z', c.p.main) + group(c.m, { y: 4 }), 44),
  saltpepper: stand((c) => [-52, 52].map((x, i) => group(body('M-36-30Q0-76 36-30L44 96Q44 110 30 110H-30Q-44 110-44 96Z', i ? c.p.second : c.f) + path('M-36-30Q0-76 36-30Q0-20-36-30Z', c.p.metal) + circle(-9, -46, 3, c.p.ink) + circle(9, -46, 3, c.p.ink) + circle(0, -52, 3, c.p.ink), { x })).join(''), 96),
  dogbowl: stand((c) => body('M-86 6H86L112 110H-112Z', c.f) + oval(0, 6, 86, 16, c.p.light) + oval(0, 8, 72, 11, '#7b573e') + (c.m ? group(c.m, { y: 64, scale: 1.2 }) : group(circle(-26, 0, 9, c.p.mark) + circle(-26, 12, 9, c.p.mark) + circle(26, 0, 9, c.p.mark) + circle(26, 12, 9, c.p.mark) + rect(-26, 0, 52, 12, c.p.mark), { y: 58 })), 108),
  collar: flat((c) => path('M-84 0A84 70 0 1 1 84 0 84 70 0 1 1-84 0Z', 'none', `stroke="${c.f}" stroke-width="28"`) + rect(-18, 52, 36, 36, 'none', 6, `stroke="${c.p.metal}" stroke-width="7"`) + circle(0, 100, 20, c.p.second) + path(heartPath(0, 100, 9), c.p.paper), [190, 150, 80]),
};
