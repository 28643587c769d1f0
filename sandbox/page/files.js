// Files: the field that takes them, and how they look once shared.

import { h, hidden, icon } from "./dom.js";
import { tied } from "./fields.js";
import { ownAddress, picture } from "./pictures.js";
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
  const send = async (event) => {
    const chosen = [...event.target.files].slice(0, (el.max_files ?? 10) - ids().length);
    event.target.value = "";
    status.textContent = chosen.length ? "Uploading…" : `No more than ${el.max_files ?? 10} files.`;
    try {
      for (const file of chosen) {
        const kept = await upload(file);
        offered.set(kept.id, kept);
        keep([...ids(), kept.id]);
      }
      status.textContent = `${ids().length} ready to send.`;
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

/** A file in a message: a picture if it is one, and always its name to open it by. */
export function fileCard(file) {
  const address = ownAddress(file.url_private ?? `/page/file/${file.id}`) ?? `/page/file/${encodeURIComponent(file.id)}`;
  const isPicture = /^image\//.test(file.mimetype ?? "");
  const line = h("a", { class: "file-card", href: address, target: "_blank", rel: "noopener" }, icon("file"),
    h("span", {}, h("strong", {}, file.title || file.name), h("small", {}, [file.pretty_type ?? file.mimetype, sizeOf(file.size)].filter(Boolean).join(", "))));
  if (!isPicture) return line;
  return h("figure", { class: "shared" }, picture({ url_private: address, alt_text: file.alt_txt || file.title || file.name }), h("figcaption", {}, line));
}
