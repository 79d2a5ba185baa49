"""What judges published values, outside the student's process: checks, and what is right."""
