/** The page's own words, in its language: `word("close")` is data-close of the template #site-words. */
const said = document.getElementById("site-words")?.dataset ?? {};

export function word(name) {
  return said[name] ?? name;
}
