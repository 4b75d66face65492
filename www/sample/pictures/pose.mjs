// How a thing is shown: standing on a surface, hanging from a cord, or lying flat. Every shape is drawn about (0, 0),
// some 220 across: what stands has its foot at y = 110, what hangs has its ring at y = -115.
import { path } from './svg.mjs';

/** Stands; `width` is half of what its foot covers. `always`: its surface is seldom plain. */
export const stand = (draw, width = 70, always = false) => ({ pose: 'stand', draw, width, always });

/** Hangs. */
export const hang = (draw, always = false) => ({ pose: 'hang', draw, always });

/** Lies flat on, or against, the wall: a rectangle of `size` with rounded corners throws its shadow; one without width floats. */
export const flat = (draw, [width, height, corner = 8] = [180, 180, 90], always = false) => ({ pose: 'flat', draw, size: [width, height, corner], always });

/** The size of what draws its own shadow. */
export const NONE = [-1, 0, 0];

/** A path with light on its left and shade on its right. */
export const body = (d, fill) => path(d, fill) + path(d, 'url(#v)');

/** Outlines: a box with rounded corners, a disc. */
export const box = (x, y, w, h, r = 0) => `M${x + r} ${y}h${w - 2 * r}q${r} 0 ${r} ${r}v${h - 2 * r}q0 ${r} ${-r} ${r}h${2 * r - w}q${-r} 0 ${-r} ${-r}v${2 * r - h}q0 ${-r} ${r} ${-r}Z`;
export const disc = (x, y, r, ry = r) => `M${x - r} ${y}a${r} ${ry} 0 1 1 ${2 * r} 0a${r} ${ry} 0 1 1 ${-2 * r} 0Z`;
