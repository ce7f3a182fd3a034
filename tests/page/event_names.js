// Read by tsc alone: names and fields of events that do not exist are mistakes, wherever they are
// used. Each line below that is marked so must be one, or tsc complains of the mark.

/**
 * @import { Client } from "../../voice/ui/assets/client.js"
 * @import { ServerEvent } from "../../voice/ui/assets/events.js"
 */

/**
 * @param {Client} client
 * @param {ServerEvent} event
 */
export function mistakes(client, event) {
  client.on("exam_view", ({ phase }) => phase === "over");
  // @ts-expect-error there is no such event
  client.on("exam_shown", () => {});
  // @ts-expect-error there is no such phase
  client.on("exam_view", ({ phase }) => phase === "finished");
  // @ts-expect-error there is no such field
  client.on("user_turn", ({ words }) => words);
  // @ts-expect-error there is no such event
  if (event.type === "exam_shown") return;
  // @ts-expect-error only some events have it
  event.reason.trim();
  if (event.type === "session_ended") event.reason.trim();
}
