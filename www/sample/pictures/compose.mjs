// The scene around a thing: wall, floor, one light from the left, one shadow.
import { circle, escape, group, line, oval, path, rect } from './svg.mjs';

const GRADIENT = '<linearGradient id="v"><stop offset=".04" stop-color="#fff" stop-opacity=".26"/><stop offset=".34" stop-color="#fff" stop-opacity="0"/><stop offset=".6" stop-color="#3b2a20" stop-opacity="0"/><stop offset="1" stop-color="#3b2a20" stop-opacity=".2"/></linearGradient>';

/** Where the surface begins on which things stand. */
const EDGE = 290;

const room = (p, pick) => {
  const floor = rect(0, EDGE, 400, 110, p.floor);
  const scenes = [
    () => floor,
    () => floor + circle(200, 190, 150, '#fff', 'opacity=".3"'),
    () => path('M70 290V180A130 130 0 0 1 330 180V290Z', '#fff', 'opacity=".32"') + floor,
    () => oval(200, 336, 190, 40, p.floor),
    () => path('M0 0H150L60 290H0Z', '#fff', 'opacity=".25"') + floor,
  ];
  return scenes[pick(scenes.length)]();
};

const backdrop = (p, pick) => {
  const scenes = [
    () => circle(200, 200, 164, '#fff', 'opacity=".32"'),
    () => '',
    () => path('M0 400V250Q110 190 210 250T400 220V400Z', p.floor, 'opacity=".75"'),
    () => rect(36, 36, 328, 328, '#fff', 40, 'opacity=".26"'),
    () => path('M0 0H400L0 400Z', '#fff', 'opacity=".22"'),
  ];
  return scenes[pick(scenes.length)]();
};

const standing = (shape, c, drawn) => {
  const scale = [1.06, 1.14, 1.2][c.k(3)];
  const x = 200 + [-8, 0, 0, 8][c.k(4)];
  const foot = 338;
  return room(c.p, c.k) + oval(x + 22, foot - 2, shape.width * scale + 26, 13, c.p.shadow, 'opacity=".55"') + group(drawn, { x, y: foot - 110 * scale, scale });
};

const hanging = (c, drawn) => {
  const scale = [1.06, 1.14, 1.2][c.k(3)];
  const turn = [-4, 0, 0, 4][c.k(4)];
  const y = 62 + 115 * scale;
  return backdrop(c.p, c.k) + line(`M200 0V${y - 114 * scale}`, c.p.wood, 4) + oval(212, 366, 80, 10, c.p.shadow, 'opacity=".4"') + group(drawn, { x: 200, y, scale, turn });
};

const lying = (shape, c, drawn) => {
  const scale = [1.12, 1.2, 1.28][c.k(3)];
  const turn = shape.size[0] ? [-3, 0, 0, 3][c.k(4)] : 0;
  const [w, h, r] = shape.size;
  const shade = w < 0 ? '' : w > 0 ? rect(-w / 2 + 8, -h / 2 + 12, w, h, c.p.shadow, r, 'opacity=".5"') : oval(0, 128, 90, 9, c.p.shadow, 'opacity=".4"');
  return backdrop(c.p, c.k) + group(shade + drawn, { x: 200, y: 200, scale, turn });
};

/** The whole picture. `parts`: definitions by id, of which those in use are kept. */
export function compose(shape, c, parts, title) {
  const drawn = shape.draw(c);
  const scene = shape.pose === 'stand' ? standing(shape, c, drawn) : shape.pose === 'hang' ? hanging(c, drawn) : lying(shape, c, drawn);
  const used = Object.entries({ v: GRADIENT, ...parts }).filter(([id]) => scene.includes(`#${id})`) || scene.includes(`"#${id}"`));
  const defs = used.map(([, def]) => def).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><title>${escape(title)}</title>${defs && `<defs>${defs}</defs>`}${rect(0, 0, 400, 400, c.p.wall)}${scene}</svg>\n`;
}
