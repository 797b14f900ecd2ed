/* The compliance over the last analyses, as a small plot. */

import { percent } from "./points.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 320;
const HEIGHT = 64;
const EDGE = 6;

function shape(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, String(value));
  }
  return made;
}

/**
 * Draws the history.
 *
 * @param {{date: Date, value: number}[]} history oldest first
 */
export function trend(history) {
  const figure = document.createElement("figure");
  figure.className = "pyreview-trend";
  const caption = document.createElement("figcaption");
  figure.append(caption);
  if (history.length < 2) {
    caption.textContent = "The trend shows from the second analysis on.";
    return figure;
  }
  const first = history[0];
  const last = history[history.length - 1];
  const day = (date) => date.toISOString().slice(0, 10);
  caption.textContent = `Compliance over ${history.length} analyses, ${day(first.date)} to ${day(last.date)}`;
  const start = first.date.getTime();
  const span = last.date.getTime() - start || 1;
  const x = (each) => EDGE + ((WIDTH - 2 * EDGE) * (each.date.getTime() - start)) / span;
  const y = (each) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * each.value) / 100;
  const plot = shape("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    height: HEIGHT,
    role: "img",
    "aria-label": `From ${percent(first.value)} to ${percent(last.value)}`,
  });
  plot.append(
    shape("polyline", { points: history.map((each) => `${x(each)},${y(each)}`).join(" ") }),
    shape("circle", { cx: x(last), cy: y(last), r: 3 }),
  );
  figure.prepend(plot);
  return figure;
}
