"""A real browser without a window, that fails a test when the page stumbles."""

import os
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import ConsoleMessage, Page, async_playwright

# The browser shall load our page and do nothing else; a container has no sandbox to offer it.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Where a refusal is an answer like others.
REFUSING = ("/page/state", "/page/act")


def executable() -> str:
    """Where the machine's Chromium is; without one the test is skipped, but never in CI."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium: the page cannot be tested.")
        pytest.skip("no Chromium on this machine")
    return found


@asynccontextmanager
async def chromium(
    address: str, *, refusing: Sequence[str] = REFUSING, **options: Any
) -> AsyncIterator[Page]:
    """A page whose addresses begin at the workspace; its errors are the test's."""
    stumbles: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=list(QUIET))
        settings = {"viewport": {"width": 1280, "height": 860}, **options}
        page = await browser.new_page(base_url=address, **settings)
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: stumbles.append(str(error)))
        page.on("console", lambda said: _heard(said, refusing, stumbles))
        page.on("request", lambda asked: _own(asked.url, address, stumbles))
        try:
            yield page
        finally:
            await browser.close()
    assert stumbles == []


def _heard(said: ConsoleMessage, refusing: Sequence[str], stumbles: list[str]) -> None:
    # What these doors refuse is told to the person; the browser's own word for it is no stumble.
    is_answer = said.text.startswith("Failed to load resource")
    is_refusal = is_answer and any(door in said.location["url"] for door in refusing)
    if said.type == "error" and not is_refusal:
        stumbles.append(said.text)


def _own(url: str, address: str, stumbles: list[str]) -> None:
    if not url.startswith((address, "data:", "blob:")):
        stumbles.append(f"asked elsewhere: {url}")


# What a screen reader calls each control, by the browser's own reckoning.
CONTROLS = ("button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "menuitem")


async def nameless(page: Page) -> list[str]:
    """The controls on the page that have no name."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    return [
        node["role"]["value"]
        for node in tree["nodes"]
        if node.get("role", {}).get("value") in CONTROLS
        and not node.get("ignored")
        and not node.get("name", {}).get("value", "").strip()
    ]


# The contrast of every text with what lies behind it, computed as WCAG does.
PALE = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (layers) => {
    canvas.fillStyle = "#fff";
    canvas.fillRect(0, 0, 1, 1);
    for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      layers.unshift(getComputedStyle(at).backgroundColor);
    }
    return layers;
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const words = walker.currentNode.data.trim();
    const isSeen = node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!words || !isSeen || node.closest(".unseen, svg, :disabled, noscript")) continue;
    const style = getComputedStyle(node);
    const below = behind(node);
    const [a, b] = [light(paint([...below, style.color])), light(paint(below))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) found.add(`${words.slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return [...found];
}"""


async def pale(page: Page) -> list[str]:
    """Texts that stand out too little from what is behind them."""
    return list(await page.evaluate(PALE))
