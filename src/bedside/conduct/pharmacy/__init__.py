"""The study drug: from receipt to destruction, each unit accounted for."""
