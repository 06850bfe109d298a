"""The ward of a site: what the screening of a hospital source found, and the way from it into the study."""
