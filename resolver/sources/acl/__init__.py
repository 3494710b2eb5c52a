"""The ACL Anthology: readers of its BibTeX export and its XML, and the source over a local index of them."""
