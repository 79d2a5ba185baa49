"""What is written once a class has been graded, for people and for learning platforms."""
