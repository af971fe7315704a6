"""What axe-core finds wrong with an open page: for every test that opens one."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
# rules that can only tell of a lesser impact than is asked for are not run: what they find would be left out
_RUN = """async (only) => {
  const lesser = axe._audit.rules.filter((each) => each.impact && !only.includes(each.impact));
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: Object.fromEntries(lesser.map((each) => [each.id, { enabled: false }])),
    resultTypes: ["violations"], preload: false,
  });
  return found.violations.filter((each) => only.includes(each.impact)).map((each) =>
    `${each.impact} ${each.id}: ${each.help}: ` + each.nodes.slice(0, 5).map((node) =>
      node.target.join(" ") + " " + (node.any[0]?.message ?? node.all[0]?.message ?? "")).join(" | "));
}"""


def violations(page: Page, impacts: tuple[str, ...] = ("serious", "critical")) -> list[str]:
    """Give the faults of a page, each with the places; axe is put in past the page's CSP, by the debugger."""
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
    return page.evaluate(_RUN, list(impacts))


def complaints(page: Page) -> list[str]:
    """Give a list that fills with the errors of the page's scripts and of its CSP.

    What the debugger did (axe sets styles of its own) has no address and is left out, as are answers with an
    error status, which tests may want.
    """
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))

    def hear(message: ConsoleMessage) -> None:
        wanted = re.match(r"Failed to load resource.*status of 4|Response Status Error Code 4", message.text)
        if message.type == "error" and message.location["url"] and not wanted:
            heard.append(message.text)

    page.on("console", hear)
    return heard


def sticks_out(page: Page) -> list[str]:
    """Give what makes a page wider than its window: nothing on a page that fits."""
    return page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          const right = (each) => Math.round(each.getBoundingClientRect().right);
          return [...document.querySelectorAll("body *")].filter((each) => right(each) > wide).slice(0, 8)
            .map((each) => `${each.tagName}.${each.className} ${right(each)}`);
        }"""
    )
