// Files: the field that takes them, and how they look once shared.

import { h, hidden, icon } from "./dom.js";
import { tied } from "./fields.js";
import { fileAddress, picture } from "./pictures.js";
import { upload } from "./store.js";
import { change, current, offered } from "./values.js";

export function sizeOf(bytes) {
  if (!bytes) return "";
  const [unit, scale] = bytes >= 1e6 ? ["MB", 1e6] : bytes >= 1e3 ? ["kB", 1e3] : ["bytes", 1];
  return `${Math.round((bytes / scale) * 10) / 10} ${unit}`;
}

function nameFor(id, ctx, block, el) {
  const stored = ctx.state?.[block.block_id]?.[el.action_id]?.files ?? [];
  return offered.get(id)?.name ?? stored.find((file) => file.id === id)?.name ?? id;
}

function fileInput(el, ctx, block, field) {
  const list = h("ul", { class: "chips" });
  const status = h("p", { class: "faint", role: "status" });
  const keep = (ids) => { change(ctx, block, el, ids); paint(); };
  const ids = () => current(ctx, block, el) ?? [];
  const chip = (id) => h("li", { class: "chip" }, icon("file"), nameFor(id, ctx, block, el),
    h("button", { type: "button", on: { click: () => keep(ids().filter((each) => each !== id)) } }, icon("close"), hidden(`Remove ${nameFor(id, ctx, block, el)}`)));
  const paint = () => list.replaceChildren(...ids().map(chip));
  const most = el.max_files ?? 10;
  const fits = (file) => !el.filetypes || el.filetypes.includes(file.name.split(".").at(-1).toLowerCase());
  const send = async (event) => {
    const picked = [...event.target.files];
    const wrong = picked.find((file) => !fits(file));
    const chosen = wrong ? [] : picked.slice(0, most - ids().length);
    event.target.value = "";
    status.textContent = chosen.length ? "Uploading…" : `No more than ${most} ${most === 1 ? "file" : "files"}.`;
    if (wrong) status.textContent = `${wrong.name} does not fit here. Choose one of these kinds: ${el.filetypes.join(", ")}.`;
    if (!chosen.length) return;
    try {
      for (const file of chosen) {
        const kept = await upload(file);
        offered.set(kept.id, kept);
        keep([...ids(), kept.id]);
      }
      const left = picked.length - chosen.length;
      status.textContent = `${ids().length} ready to send.${left > 0 ? ` No more than ${most} fit, so ${left} stayed out.` : ""}`;
    } catch (error) {
      status.textContent = `That file could not be uploaded: ${error.message}`;
    }
  };
  const accept = el.filetypes?.map((type) => `.${type}`).join(",") ?? null;
  const node = h("input", { ...tied(el, ctx, block, field), type: "file", class: "field is-file", accept, multiple: (el.max_files ?? 10) > 1, on: { change: send } });
  paint();
  return h("div", { class: "picked" }, list, node, status);
}

export const FILES = { file_input: fileInput };

/** A file in a message: a picture if it is one, and always its name to open it by, and a way to keep it. */
export function fileCard(file) {
  const address = fileAddress(file.id);
  const isPicture = /^image\//.test(file.mimetype ?? "");
  const title = file.title || file.name;
  const open = h("a", { class: "file-card", href: address, target: "_blank", rel: "noopener" }, icon("file"),
    h("span", {}, h("strong", {}, title), h("small", {}, [file.pretty_type ?? file.mimetype, sizeOf(file.size)].filter(Boolean).join(", "))));
  const keep = h("a", { class: "button is-small", href: fileAddress(file.id, { download: true }), download: file.name }, "Download", hidden(` ${title}`));
  const line = h("div", { class: "file-row" }, open, keep);
  if (!isPicture) return line;
  return h("figure", { class: "shared" }, picture({ url_private: address, alt_text: file.alt_txt || file.title || file.name }), h("figcaption", {}, line));
}
