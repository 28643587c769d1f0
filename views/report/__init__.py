"""The annual report: what it says, and how it looks as a page, a Word file and a PDF."""
