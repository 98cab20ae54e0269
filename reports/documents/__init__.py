"""Pages made of tables and charts: runs, comparisons, agreement, the health of a bank."""
