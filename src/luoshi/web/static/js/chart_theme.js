/** The colours and the face of charts, read from the style sheet so that they follow its scheme. */

export function theme() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"), soft: of("ink-2"), rule: of("rule"), strong: of("rule-2"), sheet: of("sheet"), paper: of("paper"), seal: of("seal"),
    accent: of("accent"), accentInk: of("accent-ink"), accentSoft: of("accent-soft"),
    face: of("hei"),
    series: [1, 2, 3, 4, 5, 6].map((number) => of(`series-${number}`)),
    tone: (name) => (["red", "yellow", "green", "blue", "violet"].includes(name) ? of(name) : undefined),
  };
}

const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** A colour between two of the form #rrggbb; share 0 gives the first. */
export function between(first, second, share) {
  const to = parts(second);
  const mixed = parts(first).map((value, at) => Math.round(value + (to[at] - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

// relative luminance as in WCAG 2
function luminance(colour) {
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = parts(colour).map((value) => linear(value / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of some colours of words the one that is read best on a ground. */
export function readable(ground, words) {
  const contrast = (colour) => {
    const [low, high] = [luminance(ground), luminance(colour)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  return words.reduce((best, colour) => (contrast(colour) > contrast(best) ? colour : best));
}
