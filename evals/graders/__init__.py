"""Graders: each looks at a played case and says, without a judge, whether one thing about it is right."""
