"""Editions in the making: drafts of rulebooks, their history, their trial and their publication."""
