/** Buttons that save a figure: its picture as PNG or SVG, its table as CSV (UTF-8 with a mark, for office programs). */
import { optionOf } from "./chart_options.js";
import { theme } from "./chart_theme.js";
import { word } from "./words.js";

/** Put the buttons of a figure; [data-chart-buttons] says where. */
export function buttons(figure, said, chart, echarts) {
  const place = figure.querySelector("[data-chart-buttons]");
  if (!place) return;
  const add = (kind, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tiny";
    button.dataset.save = kind;
    button.textContent = word(kind);
    button.addEventListener("click", act);
    place.append(button);
  };
  place.replaceChildren();
  add("png", () => png(chart, figure));
  add("svg", () => svg(said, chart, figure, echarts));
  if (figure.querySelector("table")) add("csv", () => csv(figure));
}

function png(chart, figure) {
  const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: theme().sheet });
  canvas.toBlob((blob) => blob && save(blob, figure, "png"), "image/png");
}

function svg(said, chart, figure, echarts) {
  const [width, height] = [chart.getWidth(), chart.getHeight()];
  const copy = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
  copy.setOption({ ...optionOf(said, theme(), width), backgroundColor: theme().sheet });
  save(new Blob([copy.renderToSVGString()], { type: "image/svg+xml" }), figure, "svg");
  copy.dispose();
}

function csv(figure) {
  const rows = [...figure.querySelector("table").rows].map((row) => [...row.cells].map(cell).join(","));
  save(new Blob([`\ufeff${rows.join("\r\n")}\r\n`], { type: "text/csv" }), figure, "csv");
}

// a text that a spreadsheet would take for a formula gets a quote before it; numbers stay numbers
function cell(place) {
  const text = place.textContent.trim().replace(/\s+/g, " ");
  const safe = /^[=+\-@\t]/.test(text) && !/^[+-]?[\d.,]+%?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function save(blob, figure, ending) {
  const link = document.createElement("a");
  const address = URL.createObjectURL(blob);
  link.href = address;
  link.download = `${(figure.dataset.name || "chart").replace(/[\\/:*?"<>|\s]+/g, "_")}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
