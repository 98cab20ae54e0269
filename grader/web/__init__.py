"""Kaoguan in a browser: pages for the person at this machine, behind a secret."""
