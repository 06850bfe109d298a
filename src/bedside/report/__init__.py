"""Pages and figures that people read: one self-contained file, in English and French."""
