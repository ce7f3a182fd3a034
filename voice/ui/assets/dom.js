// Finding the page's own parts, of the class that they must have.

/**
 * The first element in `root` that matches; throws if it is missing, or is something else.
 *
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function part(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof (kind ?? HTMLElement)) return /** @type {T} */ (found);
  throw new Error(`The page has no ${kind?.name ?? "element"} at ${selector}.`);
}

/**
 * What was clicked or typed into; may belong to a frame's document.
 *
 * @param {Event} event
 */
export const targetOf = (event) => /** @type {HTMLElement} */ (event.target);
