/** From our own small schema (see chart.js) to the options of ECharts. Pure: same in, same out. */
import { between, readable } from "./chart_theme.js";
import { word } from "./words.js";

const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
const DAY = 86_400_000;

/** The options for a chart as it was answered, in a theme, for a width in pixels. */
export function optionOf(said, theme, width) {
  const kinds = { bars: series, lines: series, matrix, timeline };
  const make = kinds[said.kind];
  if (!make) throw new Error(`no kind of chart: ${said.kind}`);
  return { ...frame(theme), ...make(said, theme, width) };
}

function frame(theme) {
  const text = { color: theme.ink, fontFamily: theme.face, fontSize: 13 };
  return {
    animation: false,
    textStyle: text,
    color: theme.series,
    aria: { enabled: true, decal: { show: false } },
    tooltip: {
      renderMode: "richText", confine: true, trigger: "item", backgroundColor: theme.sheet, borderColor: theme.strong,
      textStyle: text,
    },
    legend: { top: 0, left: 0, type: "scroll", textStyle: text, itemGap: 18, inactiveColor: theme.strong },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
  };
}

function axis(theme, more) {
  return {
    axisLine: { lineStyle: { color: theme.strong } },
    axisTick: { lineStyle: { color: theme.strong } },
    axisLabel: { color: theme.ink, fontFamily: theme.face, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.rule } },
    nameTextStyle: { color: theme.soft, fontFamily: theme.face, align: "left" },
    ...more,
  };
}

function names(theme, data, width, more = {}) {
  const room = Math.max(70, Math.round(width * 0.28));
  return axis(theme, {
    type: "category", data,
    axisLabel: { color: theme.ink, fontFamily: theme.face, width: room, overflow: "truncate", ...more.axisLabel },
    ...(more.inverse ? { inverse: true } : {}),
  });
}

function series(said, theme, width) {
  const value = axis(theme, { type: "value", name: said.unit ?? "", scale: said.kind === "lines", ...(said.most ? { max: said.most } : {}) });
  const category = said.horizontal
    ? names(theme, said.categories, width, { inverse: true })
    : axis(theme, { type: "category", data: said.categories });
  return {
    tooltip: {
      ...frame(theme).tooltip, trigger: "axis",
      valueFormatter: (number) => (number === null || number === undefined ? "—" : `${number}${said.unit ?? ""}`),
    },
    xAxis: said.horizontal ? value : category,
    yAxis: said.horizontal ? category : value,
    grid: { ...frame(theme).grid, top: said.unit && !said.horizontal ? 62 : 40 },
    series: said.series.map((each, at) => one(each, at, said.kind, theme)),
  };
}

function one(each, at, kind, theme) {
  const colour = theme.tone(each.tone) ?? theme.series[at % theme.series.length];
  const bars = (each.as ?? kind) === "bars";
  const drawn = bars
    ? { type: "bar", barMaxWidth: 28, itemStyle: { color: colour, ...(each.dashed ? hollow(colour, theme) : {}) } }
    : {
        type: "line", symbol: SYMBOLS[at % SYMBOLS.length], symbolSize: 9, connectNulls: false, itemStyle: { color: colour },
        lineStyle: { color: colour, width: 2, type: each.dashed ? "dashed" : "solid" },
      };
  return { name: each.name, data: each.values, ...(each.stack ? { stack: each.stack } : {}), ...drawn };
}

function hollow(colour, theme) {
  return { color: theme.sheet, borderColor: colour, borderWidth: 2, borderType: "dashed" };
}

function matrix(said, theme, width) {
  const top = Math.max(1, said.levels.length - 1);
  // the steps widen upwards: a middle shade would let neither light nor dark words be read
  const shade = (level) => (level === 0 ? theme.paper : between(theme.accentSoft, theme.accent, (level / top) ** 2.6));
  const pieces = said.levels.map((label, level) => ({ value: level, label, color: shade(level) }));
  const roomy = width / Math.max(1, said.columns.length) > 60;
  return {
    legend: { show: false },
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    tooltip: {
      ...frame(theme).tooltip,
      formatter: ({ data }) => [
        said.rows[data.value[1]], said.columns[data.value[0]], data.word || said.levels[data.value[2]],
      ].join("\n"),
    },
    visualMap: {
      type: "piecewise", dimension: 2, pieces: pieces, orient: "horizontal", top: 0, left: 0, hoverLink: false,
      textStyle: { color: theme.ink, fontFamily: theme.face },
    },
    xAxis: { ...names(theme, said.columns, width, { axisLabel: columnLabel(said, width, roomy) }), splitArea: { show: false } },
    yAxis: names(theme, said.rows, width, { inverse: true, axisLabel: { interval: 0 } }),
    series: [{
      type: "heatmap", progressive: 0,
      data: said.cells.map(([row, column, level, text = "", href = ""]) => ({
        value: [column, row, level], word: text, href,
        label: { show: roomy && text !== "", formatter: text, color: readable(shade(level), [theme.ink, theme.accentInk]) },
      })),
      itemStyle: { borderColor: theme.strong, borderWidth: 1 },
      emphasis: { itemStyle: { borderColor: theme.seal, borderWidth: 2 } },
    }],
  };
}

// a label is as wide as its column and goes on in another line; where columns are narrow some labels are left out
function columnLabel(said, width, roomy) {
  if (!roomy) return { rotate: 45, width: 90, interval: "auto" };
  const month = (word) => word.replace(/^(\d{4})-(\d{2})$/, "$1\n$2"); // a month goes on behind its year
  return { width: Math.floor((width * 0.8) / said.columns.length) - 6, overflow: "break", interval: 0, formatter: month };
}

const day = (text) => Date.parse(`${text}T00:00:00Z`);

function timeline(said, theme, width) {
  return {
    legend: { show: false },
    grid: { left: 8, right: 24, top: 28, bottom: 44, containLabel: true },
    useUTC: true,
    tooltip: {
      ...frame(theme).tooltip,
      formatter: ({ data }) => [data.name, [data.from, data.until].filter(Boolean).join(" — ")].join("\n"),
    },
    xAxis: axis(theme, { type: "time", ...span(said), splitLine: { show: true, lineStyle: { color: theme.rule } } }),
    yAxis: names(theme, said.rows, width, { inverse: true, axisLabel: { interval: 0 } }),
    dataZoom: [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl" }],
    series: [
      {
        type: "custom", clip: true, renderItem: term, encode: { x: [1, 2], y: 0 },
        data: said.items.map((item) => ({
          name: item.name, from: item.from, until: item.until, href: item.href ?? "",
          value: [item.row, item.from ? day(item.from) : day(item.until), day(item.until) + DAY / 2],
          itemStyle: { color: theme.tone(item.tone) ?? theme.accent },
        })),
      },
      ...(said.today ? [now(said.today, theme)] : []),
    ],
  };
}

// from the first day to the last with some room, so that no mark is cut
function span(said) {
  const days = said.items.flatMap((item) => [item.from, item.until]).concat(said.today).filter(Boolean).map(day);
  if (!days.length) return {};
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const room = Math.max(7 * DAY, (last - first) * 0.04);
  return { min: first - room, max: last + room };
}

// a bar for a term with a beginning, and a diamond at the day it ends
function term(parameters, api) {
  const [x, y] = api.coord([api.value(2), api.value(0)]);
  const [from] = api.coord([api.value(1), api.value(0)]);
  const size = Math.min(16, api.size([0, 1])[1] * 0.5);
  const fill = api.visual("color");
  const half = size / 2;
  return {
    type: "group",
    children: [
      ...(x - from > half
        ? [{ type: "rect", shape: { x: from, y: y - half / 2, width: x - from, height: half, r: 1 }, style: { fill, opacity: 0.55 } }]
        : []),
      { type: "polygon", shape: { points: [[x, y - half], [x + half, y], [x, y + half], [x - half, y]] }, style: { fill } },
    ],
  };
}

function now(today, theme) {
  return {
    type: "line", data: [], silent: true, tooltip: { show: false },
    markLine: {
      symbol: "none", silent: true, data: [{ xAxis: day(today) }],
      lineStyle: { color: theme.seal, width: 2, type: "solid" },
      label: { formatter: word("today"), color: theme.seal, fontFamily: theme.face, position: "start" },
    },
  };
}
