"""What somebody does on the page of the pretend workspace, and the pictures that are kept of it."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page, expect

ALBUM = Path(__file__).parents[2] / "var" / "screenshots"

# How long a person takes, by common estimates: words a minute, and seconds to decide and press.
WORDS_PER_MINUTE = 238
SECONDS_PER_STEP = 2.0


@dataclass
class Screen:
    """The page as one person after the other sees it; every picture is kept by its name."""

    page: Page
    steps: int = field(default=0)

    async def become(self, user_id: str, place: str) -> None:
        """Look at the workspace through somebody's eyes."""
        await self.page.goto(f"/?as={user_id}&at={place}")
        await expect(self.page.get_by_role("button", name="You are")).to_be_visible()

    async def keep(self, name: str) -> None:
        """Keep a picture, when everything stands still."""
        await self.page.evaluate("document.fonts.ready")
        ALBUM.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=ALBUM / f"{name}.png", animations="disabled")

    async def press(self, name: str) -> None:
        """Press the one button of this name."""
        await self.page.get_by_role("button", name=name, exact=True).click()
        self.steps += 1

    async def type_keys(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    def window(self, name: str) -> Locator:
        """The modal of this title."""
        return self.page.get_by_role("dialog", name=name, exact=True)

    async def shut(self) -> None:
        """Close every window that is open."""
        await self.page.get_by_role("button", name="Close the window").click()
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

    async def move_clock(self, button: str) -> None:
        """Go to one of the moments that the clock offers."""
        await self.page.get_by_role("button", name="Move the clock.").click()
        await self.page.get_by_role("button", name=button, exact=True).click()
        await expect(self.page.get_by_text("It is now")).to_be_visible()
        await self.page.keyboard.press("Escape")

    async def seconds_to_answer(self, form: Locator) -> float:
        """How long the form takes to read once and to answer, a step for each choice."""
        lines = dict.fromkeys((await form.inner_text()).splitlines())
        words = sum(len(line.split()) for line in lines)
        return words / WORDS_PER_MINUTE * 60 + self.steps * SECONDS_PER_STEP
