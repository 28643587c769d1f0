"""The library as its readers meet it: an example as a page, and what they do with it."""

READ = "library.read"
