"""The mixed model for repeated measures (MMRM): means by group and visit, whatever the pattern of missing visits."""
