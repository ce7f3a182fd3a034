// The report's colours in the page's frame.

import assert from "node:assert/strict";
import { test } from "node:test";

import { colour } from "../../voice/ui/assets/report.js";

/** A document with a rule for dark systems, one for print, and a plain one. */
function page() {
  const dark = { media: { mediaText: "(prefers-color-scheme: dark)" } };
  const print = { media: { mediaText: "print" } };
  return {
    documentElement: { style: {} },
    styleSheets: [{ cssRules: [{}, dark, print] }],
    dark,
    print,
  };
}

test("a dark page gives the report its dark rules, a light one takes them away", () => {
  for (const [dark, scheme, media] of [
    [true, "dark", "screen"],
    [false, "light", "not all"],
  ]) {
    const report = page();
    colour(report, dark);
    assert.equal(report.documentElement.style.colorScheme, scheme);
    assert.equal(report.dark.media.mediaText, media);
    assert.equal(report.print.media.mediaText, "print");
  }
});
