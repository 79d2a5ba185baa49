"""What a class handed in, from folders and zips, to one submission a student."""
