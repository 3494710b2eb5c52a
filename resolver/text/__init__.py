"""Pure functions over strings: repair, LaTeX, titles, names."""
