"""Fragments: what machine translation makes of a phrase or a name that was damaged before.

``phrases`` has fixed phrases with the renderings of their pieces, ``initials`` the initials of
organizations; both are tables of data beside them.
"""
