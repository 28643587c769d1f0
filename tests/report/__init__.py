"""The annual report and files of released figures."""
