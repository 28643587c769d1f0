"""The results on the web: pages for a browser, behind a link from Slack."""
