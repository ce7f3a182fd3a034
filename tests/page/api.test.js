// The server's answers, and what becomes of its failures.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { download, get, post, remove, socketUrl, url } from "../../voice/ui/assets/api.js";
import { Problem } from "../../voice/ui/assets/words.js";

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** Let the server answer so; returns what it was asked. */
function answering(body, init = {}) {
  const asked = [];
  globalThis.fetch = async (address, options) => {
    asked.push({ path: String(address).slice(url("").length), ...options });
    return new Response(body, init);
  };
  return asked;
}

test("addresses start where the page itself lies", () => {
  assert.ok(url("session/1").endsWith("voice/ui/session/1"));
  assert.match(socketUrl("webrtc/socket").href, /voice\/ui\/webrtc\/socket$/);
});

test("what is posted is JSON, and so is the answer", async () => {
  const asked = answering('{"status": "ok"}');
  assert.deepEqual(await post("session/1/say", { text: "hi" }), { status: "ok" });
  assert.deepEqual(
    [asked[0].path, asked[0].method, asked[0].body],
    ["session/1/say", "POST", '{"text":"hi"}'],
  );
  await post("session/1/done");
  assert.equal(asked[1].body, "{}");
  await remove("history");
  assert.equal(asked[2].method, "DELETE");
});

test("an answer without content is an empty one", async () => {
  answering(null, { status: 204 });
  assert.deepEqual(await remove("history"), {});
});

test("an error becomes a problem in the server's words", async () => {
  const error = {
    code: "bad",
    message: "It is wrong",
    fix: "Mend it",
    problems: [{ problem: "here", fix: "" }],
  };
  answering(JSON.stringify({ error }), { status: 422 });
  await assert.rejects(get("x"), (problem) => {
    assert.ok(problem instanceof Problem);
    const { code, message, fix, problems } = problem;
    assert.deepEqual({ code, message, fix, problems }, error);
    return true;
  });
});

test("an error of somebody else's, such as a proxy, is told by its number", async () => {
  answering("<html>Bad gateway</html>", { status: 502 });
  await assert.rejects(get("x"), {
    code: "http_502",
    message: "Viva answered with an error (502).",
    fix: "",
    problems: [],
  });
  answering("", { status: 401 });
  await assert.rejects(get("x"), { fix: "Reload the page and log in again." });
});

test("a server that does not answer is unreachable", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("failed to fetch"));
  await assert.rejects(get("x"), { code: "unreachable" });
});

test("a file comes with the name that the server gives it, if any", async () => {
  answering("bytes", { headers: { "content-disposition": 'attachment; filename="viva.pdf"' } });
  const { blob, name } = await download("report/pdf");
  assert.deepEqual([await blob.text(), name], ["bytes", "viva.pdf"]);
  answering("bytes");
  assert.equal((await download("report/pdf")).name, "");
});
