"""Methods of analysis that know no trial: numbers in, estimates with their method out, or why there is none."""
