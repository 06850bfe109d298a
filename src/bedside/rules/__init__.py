"""Rules as data: a closed algebra (`nodes`), what it means (`meaning`), how it is written, read and stored."""
