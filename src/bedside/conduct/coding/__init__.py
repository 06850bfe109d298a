"""What people wrote in words, coded by the dictionaries of the site or sponsor: MedDRA and WHODrug."""
