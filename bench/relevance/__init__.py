"""Do people find what they look for? Questions written by hand, answers judged by hand."""
