// A link from the terminal holds the key behind its #, which browsers send to nobody.

const field = document.getElementById("key");
const key = decodeURIComponent(location.hash.slice(1));
if (field && key) {
  history.replaceState(null, "", location.pathname + location.search);
  field.value = key;
  field.form.requestSubmit();
}
