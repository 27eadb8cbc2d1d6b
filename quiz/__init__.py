"""Study items whose key can be proved from one passage, and papers made of them."""
