// A link from the terminal holds the key behind its #, which browsers send to nobody.

const field = /** @type {HTMLInputElement | null} */ (document.getElementById("key"));

function takeKey() {
  const key = decodeURIComponent(location.hash.slice(1));
  if (!field || !key) return;
  history.replaceState(null, "", location.pathname + location.search);
  field.value = key;
  field.form?.requestSubmit();
}

takeKey();
window.addEventListener("hashchange", takeKey); // the link was opened where this page was already
