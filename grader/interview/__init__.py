"""Mock interviews: the same plan for several candidates, follow-ups, review, scorecards."""
