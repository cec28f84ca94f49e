"""The pages that everybody may read: comparisons, tools, lists, feeds."""
