"""Brukerplan: from municipalities' exports to published reports."""
