"""Views: outcomes as plain data for charts, tables and sentences."""
