"""What the results look like on the web; every page is whole, and needs no script."""
