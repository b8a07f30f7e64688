"""Views: outcomes become plain data for charts, tables and words."""
