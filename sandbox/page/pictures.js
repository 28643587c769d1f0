// Images: the workspace's own are shown, those of the world outside are named, so the page asks nobody.

import { h, icon } from "./dom.js";
import { here } from "./store.js";

/** Where the person of this page opens a file of the workspace; the app has an address of its own. */
export function fileAddress(id, { download = false } = {}) {
  return `/page/file/${encodeURIComponent(id)}?as=${encodeURIComponent(here.as)}${download ? "&download=1" : ""}`;
}

function source(image) {
  const file = image.slack_file;
  if (file?.id) return fileAddress(file.id);
  return file?.url ?? image.image_url ?? image.url_private ?? "";
}

/** The address on this server, or nothing if the picture lives elsewhere. */
export function ownAddress(text) {
  if (text.startsWith("data:image/")) return text;
  try {
    const url = new URL(text, location.href);
    const file = /^\/files\/([^/]+)\//.exec(url.pathname);
    if (file) return fileAddress(file[1]);
    const own = url.origin === location.origin || url.pathname.startsWith("/page/");
    return own ? url.pathname + url.search : null;
  } catch {
    return null;
  }
}

function outside(text, alt, size) {
  const host = /^https?:\/\/([^/?#]+)/.exec(text)?.[1] ?? "elsewhere";
  return h("span", { class: `absent ${size}`, role: "img", "aria-label": alt, title: text }, icon("file"), size ? null : h("span", {}, h("strong", {}, alt), h("small", {}, `Picture on ${host}, not loaded here`)));
}

export function picture(image, size = "") {
  const alt = image.alt_text ?? image.alt_txt ?? "";
  const address = ownAddress(source(image));
  if (!address) return outside(source(image), alt, size);
  const node = h("img", { class: `picture ${size}`, src: address, alt, loading: "lazy" });
  node.addEventListener("error", () => node.replaceWith(outside(address, alt, size)), { once: true });
  return node;
}
