"""Answers kept: the response cache (`answers`), and recorded answers in plain text (`snapshot`)."""
