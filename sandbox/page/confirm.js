// The small question before something cannot be taken back.

import { fresh, h } from "./dom.js";
import { textOf } from "./text.js";

/** Asks as a confirm object says; true when the person agrees. */
export function ask(confirm, ctx) {
  if (!confirm) return Promise.resolve(true);
  const [title, text] = [fresh("confirm"), fresh("confirm")];
  const style = confirm.style === "danger" ? "button is-danger" : "button is-primary";
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": title, "aria-describedby": text, role: "alertdialog" },
    h("form", { method: "dialog" },
      h("h2", { id: title }, textOf(confirm.title, ctx)),
      h("div", { id: text, class: "prose" }, textOf(confirm.text, ctx)),
      h("div", { class: "row is-end" },
        h("button", { class: "button", value: "no" }, textOf(confirm.deny ?? "Cancel", ctx)),
        h("button", { class: style, value: "yes" }, textOf(confirm.confirm ?? "Yes", ctx)))));
  const back = document.activeElement?.id;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      document.getElementById(back)?.focus();
      resolve(dialog.returnValue === "yes");
    });
  });
}
