"""The question sets we ask, one file each; a set that is not listed here is not asked."""

CATALOGUE = ("pulse",)
