/**
 * Draws figures: `<figure data-chart="URL" data-name="…">` with [data-chart-canvas], [data-chart-buttons] and a
 * table that says the same (the accessible form; the canvas is hidden from screen readers). URL answers JSON:
 *
 *   {"kind": "bars" | "lines", "unit": "%", "categories": ["2023", …], "horizontal": false,
 *    "series": [{"name": "目标", "values": [5, null, …], "tone": "red", "dashed": true, "stack": "a",
 *                "as": "bars" | "lines"}],                        as: another form than the chart's kind
 *    "most": 100}                                                 most: where the axis of values ends
 *   {"kind": "matrix", "rows": ["…"], "columns": ["…"], "levels": ["未提及", "导向", "明确", "刚性"],
 *    "cells": [[row, column, level, "word", "href"]]}              word and href may be left out
 *   {"kind": "timeline", "rows": ["…"], "today": "2025-10-27",
 *    "items": [{"row": 0, "name": "…", "from": "2025-01-01" | null, "until": "2025-12-31",
 *               "tone": "yellow", "href": "/ledger/3"}]}
 *
 * tone: red, yellow, green, blue or violet; without one the series colours are taken in turn. null is a gap.
 * figure.dataset.state is "drawn" or "failed" when it is done.
 */
import { optionOf } from "./chart_options.js";
import { buttons } from "./chart_saving.js";
import { theme } from "./chart_theme.js";
import { word } from "./words.js";

const ROW = 34;
const drawn = new Map();

async function draw(figure) {
  figure.dataset.state = "drawing";
  try {
    const [answer, echarts] = await Promise.all([
      fetch(figure.dataset.chart, { headers: { accept: "application/json" }, credentials: "same-origin" }),
      import("../vendor/echarts.esm.min.js"),
    ]);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    show(figure, await answer.json(), echarts);
  } catch (reason) {
    console.error("chart", figure.dataset.chart, reason);
    fail(figure);
  }
}

function show(figure, said, echarts) {
  const canvas = figure.querySelector("[data-chart-canvas]");
  if (said.rows || said.horizontal) {
    const rows = (said.rows ?? said.categories).length;
    canvas.style.height = `${Math.max(160, rows * ROW + 110)}px`;
  }
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  const paint = () => chart.setOption(optionOf(said, theme(), canvas.clientWidth), true);
  chart.on("finished", () => {
    figure.dataset.state = "drawn";
  });
  paint();
  chart.on("click", ({ data }) => {
    const href = data?.href;
    if (typeof href === "string" && href.startsWith("/") && !href.startsWith("//")) location.assign(href);
  });
  new ResizeObserver(() => {
    chart.resize();
    paint();
  }).observe(canvas);
  drawn.set(figure, { chart, paint });
  buttons(figure, said, chart, echarts);
}

function fail(figure) {
  figure.dataset.state = "failed";
  const told = figure.querySelector("[data-chart-error]");
  figure.querySelector("[data-chart-canvas]").hidden = true;
  if (!told) return;
  told.textContent = word("chartFailed");
  told.hidden = false;
}

function all(root = document) {
  const figures = [...root.querySelectorAll("figure[data-chart]")];
  if (root.matches?.("figure[data-chart]")) figures.push(root);
  for (const figure of figures) if (!figure.dataset.state) draw(figure);
}

// the colours of the style sheet change with the scheme, and on paper
for (const kind of ["(prefers-color-scheme: dark)", "print"]) {
  matchMedia(kind).addEventListener("change", () => {
    for (const { chart, paint } of drawn.values()) {
      paint();
      chart.getZr().flush();
    }
  });
}
document.addEventListener("htmx:load", (event) => all(event.detail.elt));
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  drawn.get(event.target)?.chart.dispose();
  drawn.delete(event.target);
});
all();
