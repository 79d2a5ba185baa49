"""Graders in processes of their own, what they are given, and the trial before the class."""
