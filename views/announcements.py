"""Announcements as their co-ordinators meet them: the form, the preview, the page, the card."""

EDIT = "announcement.edit"
