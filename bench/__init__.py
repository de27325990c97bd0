"""Speed and size, each measured side by side with a named baseline in one run."""
