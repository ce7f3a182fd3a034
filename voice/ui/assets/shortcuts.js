// Keyboard shortcuts: all with Alt, so that none is a letter someone is typing.

/** `actions` maps a key's place on the keyboard ("KeyS") to what it does. */
export function shortcuts(actions) {
  document.addEventListener("keydown", (event) => {
    // AltGr reports Ctrl and Alt together and writes characters on many keyboards.
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    const action = actions[event.code];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
