"""What the evaluation pages show: records made of kept runs, no HTML."""
